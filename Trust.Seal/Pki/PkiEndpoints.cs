using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Hosting.Http;
using Trust.Seal.Api;

namespace Trust.Seal.Pki;

/// <summary>What everybody needs to check our signatures: certificates, revocation list, OCSP, time stamps. Open to all; nothing in it is secret.</summary>
internal static class PkiEndpoints
{
    private const string CertificateType = "application/pkix-cert";
    private const string CrlType = "application/pkix-crl";
    private const int LargestRequest = 64 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pki = endpoints.MapGroup("/pki").AllowAnonymous().InZone(Zone.Both);
        var files = pki.MapGroup("").InRateClass(RateClass.Page);
        files.MapGet("/root.cer", (IssuingAuthority authority) => File(authority.Root.Encoded, CertificateType, "root.cer"));
        files.MapGet("/issuing.cer", (IssuingAuthority authority) => File(authority.Certificate.Encoded, CertificateType, "issuing.cer"));
        files.MapGet("/tsa.cer", (IssuingAuthority authority) => File(authority.TimeStampCertificate.Encoded, CertificateType, "tsa.cer"));
        files.MapGet("/seal-maker.cer", (IssuingAuthority authority) => File(authority.MakerCertificate.Encoded, CertificateType, "seal-maker.cer"));
        files.MapGet("/issuing.crl", async (IssueRevocationList lists, CancellationToken stop) => File((await lists.CurrentAsync(stop)).Encoded, CrlType, "issuing.crl"));
        var services = pki.MapGroup("").InRateClass(RateClass.Api);
        services.MapPost("/ocsp", OcspAsync).DisableAntiforgery();
        services.MapPost("/tsa", StampAsync).DisableAntiforgery();
    }

    private static async Task<IResult> OcspAsync(HttpContext context, OcspResponder responder, CancellationToken cancellationToken) =>
        await ReadAsync(context, OcspResponder.RequestType, cancellationToken) is { } request
            ? TypedResults.Bytes(await responder.AnswerAsync(request, cancellationToken), OcspResponder.ResponseType)
            : TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> StampAsync(HttpContext context, TimeStampService service, CancellationToken cancellationToken) =>
        await ReadAsync(context, TimeStampService.RequestType, cancellationToken) is { } request
            ? TypedResults.Bytes(service.Answer(request), TimeStampService.ResponseType)
            : TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);

    // Null for another type, or more than such a request ever is.
    private static async Task<byte[]?> ReadAsync(HttpContext context, string type, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!string.Equals(request.ContentType?.Split(';')[0].Trim(), type, StringComparison.OrdinalIgnoreCase) || request.ContentLength > LargestRequest)
        {
            return null;
        }

        return await BoundedBody.ReadAsync(request.Body, LargestRequest, cancellationToken);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.FileContentHttpResult File(ReadOnlyMemory<byte> bytes, string type, string name) =>
        TypedResults.File(bytes.ToArray(), type, name);
}
