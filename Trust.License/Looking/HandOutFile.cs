using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.License.Data;
using Trust.License.Issuing;

namespace Trust.License.Looking;

/// <summary>A file for whoever may have it.</summary>
internal sealed record HandedOut(byte[] Content, string ContentType, string Extension);

/// <summary>Hands a file of a version out; in the audit chain, and on the list of who looked that its holder sees.</summary>
internal sealed class HandOutFile(LicenseDbContext db, VersionFiles files, TimeProvider time)
{
    private const string OfdType = "application/ofd";
    private const string PdfType = "application/pdf";

    /// <summary>Reads the file; the caller has made sure that <paramref name="actor"/> may have it.</summary>
    /// <param name="actor">Who gets it.</param>
    /// <param name="versionId">The version, done.</param>
    /// <param name="form">"pdf" for the rendition, anything else for the OFD.</param>
    /// <param name="kind">Whether its holder takes it or an office.</param>
    /// <param name="by">Name of the office, for the holder; null where it is the holder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HandedOut> ReadAsync(Actor actor, Guid versionId, string? form, LicenceUseKind kind, string? by, CancellationToken cancellationToken)
    {
        var version = await db.Versions.AsNoTracking().SingleAsync(row => row.Id == versionId, cancellationToken);
        var file = form == "pdf" ? new HandedOut(files.Pdf(version), PdfType, "pdf") : new HandedOut(files.Ofd(version), OfdType, "ofd");
        db.Audit(actor, kind == LicenceUseKind.Downloaded ? "license.file-downloaded" : "license.file-read", version.LicenceId.ToString("N"), payload: new { version.Identifier, Form = file.Extension });
        db.Uses.Add(LicenceUses.Of(version, kind, time.GetUtcMicroseconds(), by));
        await db.SaveChangesAsync(cancellationToken);
        return file;
    }
}
