using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Trust.Contracts;
using Trust.Contracts.License;

namespace Trust.License.Looking;

/// <summary>A file that was sent.</summary>
internal sealed record Uploaded(IFormFile File)
{
    /// <summary>Never the name, which may be a person's.</summary>
    public override string ToString() => $"{File.Length} bytes";
}

/// <summary>A multipart upload of one file, never beyond its limits.</summary>
internal static class LicenceUpload
{
    private const int MostFields = 16;
    private const int LongestName = 200;

    // Fields and boundaries beside the file.
    private const long Frame = 4L * 1024 * 1024;

    /// <summary>Largest body with a file of so many bytes.</summary>
    public static long BodyLimit(int largestFile) => largestFile + Frame;

    /// <summary>Reads the field <c>file</c>.</summary>
    /// <returns>The file, still outside of memory.</returns>
    public static async Task<Result<Uploaded>> ReadAsync(HttpContext context, int largestFile, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (request.ContentLength > BodyLimit(largestFile))
        {
            return LicenseErrors.TooLarge;
        }

        if (!request.HasFormContentType)
        {
            return LicenseErrors.UploadInvalid;
        }

        try
        {
            var options = new FormOptions { MultipartBodyLengthLimit = BodyLimit(largestFile), MultipartBoundaryLengthLimit = 100, ValueCountLimit = MostFields, MultipartHeadersCountLimit = MostFields };
            var form = await request.ReadFormAsync(options, cancellationToken);
            return form.Files.Count != 1 || form.Files["file"] is not { Length: > 0 } file ? LicenseErrors.UploadInvalid
                : file.Length > largestFile ? LicenseErrors.TooLarge
                : new Uploaded(file);
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? LicenseErrors.TooLarge : LicenseErrors.UploadInvalid;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return LicenseErrors.UploadInvalid;
        }
    }

    /// <summary>Its name without folders and control characters.</summary>
    public static string NameOf(IFormFile file)
    {
        var given = file.FileName;
        var name = string.Concat(given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(character => !char.IsControl(character))).Trim();
        return name.Length is > 0 and <= LongestName ? name : "document";
    }

    /// <summary>Its content, in memory from now on.</summary>
    public static async Task<byte[]> ContentOfAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var content = GC.AllocateUninitializedArray<byte>(checked((int)file.Length));
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}

/// <summary>Only so many files are checked side by side, so that memory stays bounded whatever is sent.</summary>
internal sealed class CheckTurns(LicenseOptions options) : IDisposable
{
    private readonly SemaphoreSlim turns = new(options.ChecksAtOnce, options.ChecksAtOnce);

    public async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}
