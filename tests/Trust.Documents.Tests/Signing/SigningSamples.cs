using Trust.Documents.Signing;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;

namespace Trust.Documents.Tests.Signing;

internal static class SigningSamples
{
    public static readonly byte[] Seal = [0x30, 0x03, 0x02, 0x01, 0x05];

    public static readonly byte[] Value = [0x30, 0x03, 0x02, 0x01, 0x07];

    public static OfdSignatureRequest Request => new()
    {
        Provider = new("Trust & Co", "0.1.0", "云川省"),
        SignatureDateTime = new(2026, 3, 18, 16, 30, 5, TimeSpan.FromHours(8)),
        SealDer = Seal,
        Stamps = [new(1, new(120, 200, 42, 42)), new(0, new(202, 128.5, 40, 40), new OfdBox(0, 0, 8, 40))],
    };

    public static byte[] Document() => SampleDocuments.Build(SampleDocuments.Full());

    public static OfdSignatureDraft Prepare(byte[] ofd, OfdSignatureRequest? request = null)
    {
        Assert.True(OfdSignatureDraft.TryPrepare(ofd, request ?? Request, out var draft, out var fault), fault?.ToString());
        return draft;
    }

    public static byte[] Sign(byte[] ofd, OfdSignatureRequest? request = null) => Prepare(ofd, request).Complete(Value);

    public static string Refusal(byte[] ofd, OfdSignatureRequest? request = null)
    {
        Assert.False(OfdSignatureDraft.TryPrepare(ofd, request ?? Request, out var draft, out var fault));
        Assert.Null(draft);
        return fault.Code;
    }
}
