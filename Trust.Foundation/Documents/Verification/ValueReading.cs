using System.Formats.Asn1;
using Trust.Crypto;
using Trust.Crypto.Cms;
using Trust.Documents.Seals;

namespace Trust.Documents.Verification;

/// <summary>Finds out what a signature value is, and reads it into the context.</summary>
internal static class ValueReading
{
    // Unsigned attribute that holds a time stamp over the signature value (RFC 3161 appendix A).
    private const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";

    /// <summary>What the first elements say (seals-and-ofd: an OID first is a ContentInfo, two INTEGERs are a bare value).</summary>
    internal static ValueKind Recognise(ReadOnlySpan<byte> value)
    {
        try
        {
            AsnDecoder.ReadSequence(value, AsnEncodingRules.BER, out var offset, out var length, out _);
            var content = value.Slice(offset, length);
            var first = AsnDecoder.ReadEncodedValue(content, AsnEncodingRules.BER, out _, out _, out var consumed);
            if (first == Asn1Tag.ObjectIdentifier)
            {
                return ValueKind.SignedData;
            }

            return first == Asn1Tag.Integer
                && AsnDecoder.ReadEncodedValue(content[consumed..], AsnEncodingRules.BER, out _, out _, out _) == Asn1Tag.Integer
                ? ValueKind.Bare
                : ValueKind.SealSignature;
        }
        catch (AsnContentException)
        {
            return value.Length == Sm2SignatureEncoding.RawSizeInBytes ? ValueKind.Bare : ValueKind.Unreadable;
        }
    }

    internal static void Read(SignatureContext context)
    {
        if (context.Value is not { } value)
        {
            return;
        }

        switch (Recognise(value.Span))
        {
            case ValueKind.SignedData when SignedData.TryParse(value.Span, out var data):
                ReadSignedData(context, data);
                break;
            case ValueKind.SignedData:
                context.Fault = new(SesFaults.Structure, "The value begins as signed data of GB/T 35275 and is malformed, or nobody signed it.");
                break;
            case ValueKind.Bare:
                ReadBare(context, value);
                break;
            default:
                ReadSeal(context, value);
                break;
        }
    }

    internal static void ReadSealAlone(SignatureContext context, SesSeal seal)
    {
        context.Kind = ValueKind.Seal;
        TakeSeal(context, seal);
    }

    private static void ReadSeal(SignatureContext context, ReadOnlyMemory<byte> value)
    {
        if (!SesSignature.TryParse(value.Span, out var ses, out var fault))
        {
            context.Fault = fault;
            return;
        }

        context.Kind = ValueKind.SealSignature;
        context.Ses = ses;
        context.Signer = ses.ReadSignerCertificate();
        context.SignatureValue = ses.SignatureValue;
        context.TimeStampBytes = ses.TimeStamp;
        if (context.Signer is { } signer)
        {
            context.ValueFacts = SignatureValueFacts.Examine(ses.ToSign.Span, ses.SignatureValue.Span, ses.SignatureAlgorithm, signer);
        }

        TakeSeal(context, ses.Seal);
    }

    private static void TakeSeal(SignatureContext context, SesSeal seal)
    {
        context.Seal = seal;
        context.Maker = seal.ReadMakerCertificate();
        if (context.Maker is { } maker)
        {
            context.SealValueFacts = SignatureValueFacts.Examine(seal.SignedBytes.Span, seal.SignatureValue.Span, seal.SignatureAlgorithm, maker);
        }
    }

    private static void ReadSignedData(SignatureContext context, SignedData data)
    {
        context.Kind = ValueKind.SignedData;
        context.SignedData = data;
        var signer = data.Signers[0];
        context.SignatureValue = signer.Signature;
        context.TimeStampBytes = signer.UnsignedAttributes.FirstOrDefault(attribute => attribute.Oid == SignatureTimeStamp) is { Values: [var stamp, ..] } ? stamp : default(ReadOnlyMemory<byte>?);
        var best = new SignerCheck(null, false, false, null, null);
        foreach (var (form, content) in Forms(context, data))
        {
            var check = data.Check(signer, content, context.Input.CandidateCertificates);
            best = best.Certificate is null || check.IsValid || (check.SignatureHolds && !best.SignatureHolds) ? check : best;
            if (check.IsValid)
            {
                context.ContentForm = form;
                break;
            }
        }

        context.SignerCheck = best;
        context.Signer = best.Certificate;
    }

    // Signature.xml itself, its SM3, or base64 text of that digest: producers differ. What stands inside must be one of them.
    private static (string Form, byte[] Content)[] Forms(SignatureContext context, SignedData data)
    {
        if (context.SignedContent is not { } signed)
        {
            return data.Content is { } alone ? [("the content inside", alone.ToArray())] : [("nothing", Array.Empty<byte>())];
        }

        var digest = Sm3.HashData(signed.Span);
        (string, byte[])[] forms =
        [
            ("Signature.xml", signed.ToArray()),
            ("the SM3 of Signature.xml", digest),
            ("base64 of the SM3 of Signature.xml", System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(digest))),
        ];
        return data.Content is { } inside ? [.. forms.Where(form => inside.Span.SequenceEqual(form.Item2)), ("other content inside", inside.ToArray())] : forms;
    }

    private static void ReadBare(SignatureContext context, ReadOnlyMemory<byte> value)
    {
        context.Kind = ValueKind.Bare;
        context.SignatureValue = value;
        if (context.SignedContent is not { } signed)
        {
            return;
        }

        foreach (var candidate in context.Input.CandidateCertificates)
        {
            var facts = SignatureValueFacts.Examine(signed.Span, value.Span, Oids.Sm2WithSm3, candidate);
            if (context.ValueFacts is null || facts.Holds || facts.HoldsAsUnsigned)
            {
                context.ValueFacts = facts;
            }

            if (facts.Holds || facts.HoldsAsUnsigned)
            {
                context.Signer = candidate;
                return;
            }
        }
    }
}
