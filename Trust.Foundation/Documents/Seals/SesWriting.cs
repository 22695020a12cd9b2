using System.Formats.Asn1;

namespace Trust.Documents.Seals;

internal static class SesWriting
{
    internal static void Ascii(AsnWriter writer, string text)
    {
        if (text.Length == 0 || !System.Text.Ascii.IsValid(text))
        {
            throw new ArgumentException($"'{text}' is empty or not ASCII.", nameof(text));
        }

        writer.WriteCharacterString(UniversalTagNumber.IA5String, text);
    }

    // GB/T 38540-2020: GeneralizedTime yyyyMMddHHmmssZ, universal time, no fraction.
    internal static void Time(AsnWriter writer, DateTimeOffset time) => writer.WriteGeneralizedTime(time.ToUniversalTime(), omitFractionalSeconds: true);

    internal static void Extensions(AsnWriter writer, IEnumerable<SesExtension> extensions)
    {
        using (writer.PushSequence())
        {
            foreach (var extension in extensions)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(extension.Type);
                    if (extension.IsCritical)
                    {
                        writer.WriteBoolean(true);
                    }

                    writer.WriteOctetString(extension.Value.Span);
                }
            }
        }
    }
}
