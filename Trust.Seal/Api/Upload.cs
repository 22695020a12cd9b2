using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Trust.Contracts;
using Trust.Contracts.Seal;

namespace Trust.Seal.Api;

/// <summary>
/// A multipart upload, read in pieces and never beyond its limits. A large file waits for its turn in a temporary file without a name, so that many uploads side by side
/// take no memory.
/// </summary>
internal sealed class Upload : IDisposable
{
    private const int LongestBoundary = 100;
    private const int MostParts = 1100;
    private const int LongestField = 4096;
    private const int LargestCertificate = 64 * 1024;
    private const int MostInMemory = 256 * 1024;
    private const int Piece = 64 * 1024;
    private const int MostCertificates = 16;

    // Fields, certificates and boundaries beside the file.
    private const long Frame = 4L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, List<string>> fields = new(StringComparer.Ordinal);
    private Stream? file;

    private Upload()
    {
    }

    /// <summary>Largest body with a file of so many bytes.</summary>
    public static long BodyLimit(int largestFile) => largestFile + Frame;

    /// <summary>Content of the field <c>file</c>, in memory from now on.</summary>
    public async Task<byte[]> ReadFileAsync(CancellationToken cancellationToken)
    {
        var content = GC.AllocateUninitializedArray<byte>(checked((int)file!.Length));
        file.Position = 0;
        await file.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    /// <summary>Its name, without folders, at most 200 characters.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Contents of fields <c>certificate</c>.</summary>
    public List<byte[]> Certificates { get; } = [];

    /// <summary>First value of a text field, or null.</summary>
    public string? Text(string name) => fields.GetValueOrDefault(name)?[0];

    /// <summary>All values of a text field.</summary>
    public IReadOnlyList<string> Texts(string name) => fields.GetValueOrDefault(name) ?? [];

    /// <summary>Reads the body: one part <c>file</c> of at most so many bytes, certificates and short texts.</summary>
    /// <returns>The upload, <c>seal.upload-invalid</c> or <c>seal.too-large</c>.</returns>
    public static async Task<Result<Upload>> ReadAsync(HttpContext context, int largestFile, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyLimit(largestFile);
        }

        if (request.ContentLength > BodyLimit(largestFile))
        {
            return SealErrors.TooLarge;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= LongestBoundary } boundary)
        {
            return SealErrors.UploadInvalid;
        }

        var upload = new Upload();
        if (await upload.ReadBodyAsync(request.Body, boundary, largestFile, cancellationToken) is { } fault)
        {
            upload.Dispose();
            return fault;
        }

        context.Response.RegisterForDispose(upload);
        return upload;
    }

    public void Dispose() => file?.Dispose();

    private async Task<TrustError?> ReadBodyAsync(Stream body, string boundary, int largestFile, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var fault = await ReadPartsAsync(new MultipartReader(boundary, body) { HeadersCountLimit = 16, HeadersLengthLimit = 8192 }, largestFile, patience.Token);
            return fault ?? (file is null ? SealErrors.UploadInvalid : null);
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? SealErrors.TooLarge : SealErrors.UploadInvalid;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return SealErrors.UploadInvalid;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SealErrors.UploadInvalid with { Detail = "The file did not arrive in time." };
        }
    }

    private async Task<TrustError?> ReadPartsAsync(MultipartReader reader, int largestFile, CancellationToken cancellationToken)
    {
        for (var part = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; part++)
        {
            if (part == MostParts || !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                return SealErrors.UploadInvalid;
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            var fault = name == "file"
                ? await TakeFileAsync(section.Body, disposition, largestFile, cancellationToken)
                : await BoundedBody.ReadAsync(section.Body, name == "certificate" ? LargestCertificate : LongestField, cancellationToken) is not { } content || !Take(name, content) ? SealErrors.UploadInvalid : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private async Task<TrustError?> TakeFileAsync(Stream body, ContentDispositionHeaderValue disposition, int largestFile, CancellationToken cancellationToken)
    {
        // Two files would leave open which was meant.
        if (file is not null)
        {
            return SealErrors.UploadInvalid;
        }

        file = new MemoryStream();
        FileName = NameOf(disposition);
        var piece = new byte[Piece];
        int count;
        while ((count = await body.ReadAsync(piece, cancellationToken)) > 0)
        {
            if (file.Length + count > largestFile)
            {
                return SealErrors.TooLarge;
            }

            if (file is MemoryStream small && small.Length + count > MostInMemory)
            {
                file = Unnamed();
                small.Position = 0;
                await small.CopyToAsync(file, cancellationToken);
            }

            await file.WriteAsync(piece.AsMemory(0, count), cancellationToken);
        }

        return file.Length == 0 ? SealErrors.UploadInvalid : null;
    }

    // Its name is gone before a byte is in it, and with the process everything.
    private static FileStream Unnamed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"trust-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        File.Delete(path);
        return stream;
    }

    private bool Take(string name, byte[] content)
    {
        switch (name)
        {
            case "certificate":
                Certificates.Add(content);
                return Certificates.Count <= MostCertificates;
            default:
                if (!fields.TryGetValue(name, out var values))
                {
                    fields[name] = values = [];
                }

                values.Add(Encoding.UTF8.GetString(content));
                return true;
        }
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
        var name = string.Concat(given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(character => !char.IsControl(character))).Trim();
        return name.Length is > 0 and <= 200 ? name : "document";
    }
}
