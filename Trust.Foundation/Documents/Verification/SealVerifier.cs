using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Seals;

namespace Trust.Documents.Verification;

/// <summary>
/// Judges a sealed OFD or PDF file, a seal or a signature value that anybody made: reads leniently, judges strictly, makes every check and reports all of them. It fetches nothing
/// and keeps nothing; what it trusts is brought along.
/// </summary>
public static class SealVerifier
{
    private const string Unknown = "document.unknown-kind";

    /// <summary>Judges a file.</summary>
    /// <param name="file">The bytes; must not change meanwhile.</param>
    /// <param name="input">What is trusted and demanded.</param>
    /// <returns>The report. Nothing in the file makes it throw.</returns>
    public static VerificationReport Verify(ReadOnlyMemory<byte> file, [NotNull] VerificationInput input)
    {
        var report = new ReportBuilding(file, input);
        if (file.IsEmpty)
        {
            return report.Unreadable(new(DocumentFaults.Empty, "The file is empty."));
        }

        if (file.Length > input.Limits.MaxFileBytes)
        {
            return report.Unreadable(new(DocumentFaults.TooLarge, $"The file has {file.Length} bytes."));
        }

        if (file.Span[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0)
        {
            // Readers open it as PDF also where something stands before; the reader of PDF refuses that.
            return PdfVerification.Verify(file, input, report);
        }

        // A container may have bytes before it that look like something else.
        return (file.Span[0] == 0x30 || file.Length == 64) && VerifyValue(file, input, report) is { } value ? value
            : OfdPackage.TryOpen(file, input.Limits, out var package, out var fault, input.Time) ? VerifyPackage(package, input, report)
            : report.Unreadable(fault.Code == DocumentFaults.NotAZip ? new(Unknown, "Neither an OFD file nor a seal nor a signature value.") : fault);
    }

    private static VerificationReport VerifyPackage(OfdPackage package, VerificationInput input, ReportBuilding report)
    {
        var isRead = OfdFile.TryRead(package, out var file, out var fault);
        var document = new DocumentContext(package, file);
        if (!isRead && document.Signatures.Count == 0)
        {
            return report.Unreadable(fault!);
        }

        report.Take(document, fault);
        for (var i = 0; i < document.Signatures.Count; i++)
        {
            var entry = document.Signatures[i];
            ReadOnlyMemory<byte>? value = entry.File?.SignedValueEntryName is { } name && package.Find(name)?.TryRead(out var bytes) == true && !bytes.IsEmpty
                ? bytes
                : default(ReadOnlyMemory<byte>?);
            var context = new SignatureContext(input, report.Now, document, entry) { Number = i + 1, SignedContent = entry.File?.Bytes, Value = value };
            ValueReading.Read(context);
            report.Take(context);
        }

        // Damage shows when entries are unpacked, so the container is judged last and reported first.
        report.JudgeDocument(document);
        return report.Finish(VerifiedKind.Ofd);
    }

    private static VerificationReport? VerifyValue(ReadOnlyMemory<byte> file, VerificationInput input, ReportBuilding report)
    {
        var kind = ValueReading.Recognise(file.Span);
        // An array that is null becomes an empty memory on its way here.
        var content = input.SignedContent is { IsEmpty: false } given ? given : default(ReadOnlyMemory<byte>?);
        var context = new SignatureContext(input, report.Now, null, null) { SignedContent = content, Value = file };
        if (kind == ValueKind.SealSignature && SesSeal.TryParse(file.Span, out var seal, out _))
        {
            ValueReading.ReadSealAlone(context, seal);
            report.Take(context);
            return report.Finish(VerifiedKind.Seal);
        }

        ValueReading.Read(context);
        switch (context.Kind)
        {
            case ValueKind.SealSignature:
                report.Take(context);
                return report.Finish(VerifiedKind.SealSignature);
            case ValueKind.SignedData:
                report.Take(context);
                return report.Finish(VerifiedKind.SignedData);
            case ValueKind.Bare:
                report.Take(context);
                return report.Finish(VerifiedKind.SignatureValue);
            default:
                // Only a container that begins with stray bytes could still be meant.
                return file.Span.IndexOf("PK\x05\x06"u8) >= 0 || context.Fault is null ? null : report.Unreadable(new(context.Fault.Code, context.Fault.Detail));
        }
    }
}
