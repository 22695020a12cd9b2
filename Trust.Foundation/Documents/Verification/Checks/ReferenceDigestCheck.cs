namespace Trust.Documents.Verification.Checks;

/// <summary>Every referenced entry exists and is what it was when it was signed.</summary>
internal sealed class ReferenceDigestCheck() : Check("REF-DIGEST", "GB/T 33190-2016 18.2.3; GM/T 0031-2014 6.2.3 e")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.File is not { } file || context.Document is not { } document)
        {
            return context.Kind == ValueKind.Seal ? null : NotChecked("The document is not at hand.", SubIndications.SignedDataNotFound);
        }

        if (file.References.Count == 0)
        {
            return Fail(SubIndications.FormatFailure, "No file is referenced: nothing is protected.");
        }

        var digests = document.Package.Digest(file.References.Select(reference => reference.EntryName).OfType<string>());
        if (!CheckMethodCheck.IsAccepted(context))
        {
            var matching = file.References.Count(reference => Fits(digests, reference));
            return NotChecked($"The digest algorithm is not accepted; {matching} of {file.References.Count} digests would fit as SM3.");
        }

        var twice = file.References.GroupBy(reference => reference.EntryName ?? reference.FileRef).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return Fail(SubIndications.FormatFailure, $"{twice.Key} is referenced twice.");
        }

        var missing = file.References.Where(reference => reference.EntryName is null).Select(reference => reference.FileRef ?? "(no path)").ToList();
        var changed = file.References.Where(reference => reference.EntryName is not null && !Fits(digests, reference)).Select(reference => reference.EntryName!).ToList();
        return missing.Count + changed.Count == 0 ? Ok($"{file.References.Count} entries.")
            : document.Package.Deadline.Passed ? Doubt(SubIndications.TryLater, "The time for this file is used up.")
            : Fail(SubIndications.HashFailure, $"Changed: {List(changed)}. Missing: {List(missing)}.");
    }

    private static bool Fits(IReadOnlyDictionary<string, byte[]?> digests, Ofd.OfdReference reference) =>
        reference is { EntryName: { } name, CheckValue: { } expected } && digests[name] is { } digest && digest.AsSpan().SequenceEqual(expected.Span);

    private static string List(List<string> names) => names.Count switch
    {
        0 => "none",
        <= 20 => string.Join(", ", names.Select(name => ShownText.Cut(name))),
        _ => string.Join(", ", names.Take(20).Select(name => ShownText.Cut(name))) + $" and {names.Count - 20} more",
    };
}
