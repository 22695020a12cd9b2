namespace Trust.Contracts.Seal;

/// <summary>What other modules call of Trust.Seal.</summary>
public interface ISeal
{
    /// <summary>Seals that the actor may use now: active ones with a grant that names the actor.</summary>
    /// <param name="actor">A person of staff, an application, or a process of the node.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The seals with the grant to name, by owner and name; empty where there is none.</returns>
    Task<Result<UsableSeal[]>> ListUsableAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Seals an OFD or PDF document: lint, intent, signature with time stamp, outcome, hand-out. Repeated with the same key it gives the same document; a caller that never got an
    /// answer repeats the call until it does.
    /// </summary>
    /// <param name="actor">Who seals; the grant must name them.</param>
    /// <param name="call">Document, seal, grant, purpose and places.</param>
    /// <param name="key">Names this one act.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The sealed document, or one of <see cref="SealErrors"/>.</returns>
    Task<Result<SealedDocument>> SealDocumentAsync(Actor actor, SealDocumentCall call, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Checks a document that anybody made with what this node knows: its authorities, revocations, states of seals and its own records of signatures. Changes nothing.</summary>
    /// <param name="actor">Anybody who is known: a person, an application, or a process.</param>
    /// <param name="call">The file.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The report, also for a file that cannot be read; <see cref="SealErrors.TooLarge"/> or <see cref="SealErrors.FormInvalid"/>.</returns>
    Task<Result<VerifiedDocument>> VerifyDocumentAsync(Actor actor, VerifyDocumentCall call, CancellationToken cancellationToken);

    /// <summary>State of a seal now; asked by whoever relies on one.</summary>
    /// <param name="actor">A person of staff, an application, or a process.</param>
    /// <param name="call">Which seal.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The state, or <see cref="SealErrors.NotFound"/>.</returns>
    Task<Result<SealStanding>> ReadStandingAsync(Actor actor, SealStandingCall call, CancellationToken cancellationToken);
}

/// <summary>A seal that the actor may use.</summary>
/// <param name="SealId">Row of Seal.</param>
/// <param name="GrantId">Grant under which it may be used.</param>
/// <param name="Number">Seal number (印章编码), 13 digits.</param>
/// <param name="Name">Name of the seal, for example 电子证照专用章.</param>
/// <param name="OwnerCode">Unified social credit code of the organisation whose seal it is.</param>
/// <param name="OwnerName">Its name.</param>
/// <param name="Purpose">What the grant is for.</param>
/// <param name="WidthMm">Width of the picture in millimetres.</param>
/// <param name="HeightMm">Height of the picture in millimetres.</param>
public sealed record UsableSeal(
    Guid SealId, Guid GrantId, string Number, string Name, string OwnerCode, string OwnerName, string Purpose, int WidthMm, int HeightMm);

/// <summary>Where a seal's picture stands on a page.</summary>
/// <param name="Page">Page, from 1.</param>
/// <param name="X">Left edge of the whole picture, millimetres from the left edge of the page.</param>
/// <param name="Y">Top edge of the whole picture, millimetres from the top edge of the page.</param>
public sealed record StampPlace(int Page, double X, double Y);

/// <summary>Arguments of <see cref="ISeal.SealDocumentAsync"/> on the wire.</summary>
/// <param name="SealId">Seal.</param>
/// <param name="GrantId">Grant under which it is used.</param>
/// <param name="Purpose">Why, in words that the record keeps: 2 to 200 characters.</param>
/// <param name="FileName">Name of the document for the record, at most 200 characters.</param>
/// <param name="Document">OFD package, or PDF file.</param>
/// <param name="Places">Pages and places, 1 to 1,000; empty with <paramref name="RidingSeam"/>. A PDF takes exactly one.</param>
/// <param name="RidingSeam">Whether the picture is spread over the right edges of all pages (骑缝章) instead; OFD only.</param>
public sealed record SealDocumentCall(
    Guid SealId, Guid GrantId, string Purpose, string FileName, ReadOnlyMemory<byte> Document, IReadOnlyList<StampPlace> Places, bool RidingSeam = false)
{
    /// <summary>Never the document.</summary>
    public override string ToString() => $"seal {SealId:N} grant {GrantId:N}";
}

/// <summary>A sealed document.</summary>
/// <param name="UseId">Record of the use of the seal.</param>
/// <param name="Document">The document with the new signature, in the format in which it came.</param>
/// <param name="SignatureDigest">SM3 over the signature value, lower-case hexadecimal: what the time stamp stamps.</param>
/// <param name="SealedAt">Time of the time stamp.</param>
public sealed record SealedDocument(Guid UseId, ReadOnlyMemory<byte> Document, string SignatureDigest, DateTimeOffset SealedAt)
{
    /// <summary>Never the document.</summary>
    public override string ToString() => $"use {UseId:N}";
}

/// <summary>Arguments of <see cref="ISeal.VerifyDocumentAsync"/> on the wire.</summary>
/// <param name="FileName">Name of the file, which the report repeats; at most 200 characters.</param>
/// <param name="Document">The file: OFD, PDF, a seal or a signature value.</param>
public sealed record VerifyDocumentCall(string FileName, ReadOnlyMemory<byte> Document)
{
    /// <summary>Never the document.</summary>
    public override string ToString() => $"{Document.Length} bytes";
}

/// <summary>A checked document.</summary>
/// <param name="Report">The report of the check (VerificationReport of Trust.Documents) as JSON text.</param>
public sealed record VerifiedDocument(string Report)
{
    /// <summary>Never the report.</summary>
    public override string ToString() => $"{Report.Length} characters";
}

/// <summary>Arguments of <see cref="ISeal.ReadStandingAsync"/> on the wire.</summary>
/// <param name="SealId">Seal.</param>
public sealed record SealStandingCall(Guid SealId);

/// <summary>Whether a seal counts.</summary>
/// <param name="SealId">Seal.</param>
/// <param name="State"><c>applied</c>, <c>refused</c>, <c>withdrawn</c>, <c>approved</c>, <c>made</c>, <c>active</c>, <c>lost</c> or <c>destroyed</c>.</param>
/// <param name="Usable">Whether it may be used now.</param>
public sealed record SealStanding(Guid SealId, string State, bool Usable);

/// <summary>HTTP client of <see cref="ISeal"/>.</summary>
/// <param name="http">Client whose handler adds the actor token.</param>
public sealed class SealClient(HttpClient http) : ModuleClient(http, "seal"), ISeal
{
    /// <inheritdoc/>
    public Task<Result<UsableSeal[]>> ListUsableAsync(Actor actor, CancellationToken cancellationToken) =>
        CallAsync<UsableSeal[]>("list-usable", actor, new Identity.EmptyCall(), null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<SealedDocument>> SealDocumentAsync(Actor actor, SealDocumentCall call, IdempotencyKey key, CancellationToken cancellationToken) =>
        CallAsync<SealedDocument>("seal-document", actor, call, key, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<SealStanding>> ReadStandingAsync(Actor actor, SealStandingCall call, CancellationToken cancellationToken) =>
        CallAsync<SealStanding>("read-standing", actor, call, null, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<VerifiedDocument>> VerifyDocumentAsync(Actor actor, VerifyDocumentCall call, CancellationToken cancellationToken) =>
        CallAsync<VerifiedDocument>("verify-document", actor, call, null, cancellationToken);
}
