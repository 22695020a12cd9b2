namespace Trust.Documents.Verification.Checks;

/// <summary>The document is signed, and its list of signatures can be read in one way only.</summary>
internal sealed class SignatureListCheck() : DocumentCheck("DOC-SIGNATURES", "GB/T 33190-2016 18.1")
{
    internal override IEnumerable<CheckResult> Run(DocumentContext document)
    {
        if (document.File is not { } file)
        {
            yield break;
        }

        var lists = file.Bodies.SelectMany(body => body.SignatureLists).ToList();
        var broken = lists.Find(list => list.Fault is not null);
        var count = lists.Sum(list => list.Entries.Count);
        if (broken is not null)
        {
            yield return Of(CheckStatus.NotOk, $"{broken.Fault!.Code}: {broken.Fault.Detail}", Conclusion.Unknown(SubIndications.FormatFailure));
        }
        else if (file.Bodies.Any(body => body.SignatureLists.Count > 1))
        {
            yield return Of(CheckStatus.NotOk, "A document has several lists of signatures.", Conclusion.Unknown(SubIndications.FormatFailure));
        }
        else if (count > DocumentContext.MaxSignatures)
        {
            yield return Of(CheckStatus.NotOk, $"{count} signatures, of which {DocumentContext.MaxSignatures} are judged.", Conclusion.Unknown(SubIndications.SignatureConstraintsFailure));
        }
        else
        {
            yield return count == 0
                ? Of(CheckStatus.NotOk, "The document has no signature.", Conclusion.Unknown(SubIndications.SignedDataNotFound))
                : Of(CheckStatus.Ok, $"{count} signatures.");
        }

        if (file.Bodies.Count > 1 && file.Bodies.Any(body => body.Signatures is null or { Entries.Count: 0 }) && count > 0)
        {
            yield return Of(CheckStatus.NotOk, "One of several documents of the file has no signature.", Conclusion.Unknown(SubIndications.SignatureConstraintsFailure));
        }

        var doubled = lists.SelectMany(list => list.Entries).Where(entry => entry.Id is not null).GroupBy(entry => entry.Id).FirstOrDefault(group => group.Count() > 1);
        if (doubled is not null)
        {
            yield return Of(CheckStatus.Warning, $"Two signatures have the id {doubled.Key}.");
        }

        if (lists.Exists(list => list.MaxSignIds.Count > 1))
        {
            yield return Of(CheckStatus.Information, "MaxSignId occurs twice.");
        }
    }
}
