using Trust.Crypto.Cms;
using Trust.Testing;

namespace Trust.Crypto.Tests.Cms;

[Trait("Category", "Interop")]
public class SignedDataInteropTests
{
    [InteropFact]
    public void Signature_of_a_bank_receipt_is_verified_over_its_Signature_xml()
    {
        var folder = Path.Combine(Machine.InteropDirectory!, "ofd", "signature-parts", "ccb-receipt-gbt35275");
        var xml = File.ReadAllBytes(Path.Combine(folder, "Signature.xml"));
        Assert.True(SignedData.TryParse(File.ReadAllBytes(Path.Combine(folder, "SignedValue.dat")), out var data));
        var check = data.Check(Assert.Single(data.Signers), xml);
        Assert.True(check.IsValid, check.ToString());
        xml[100] ^= 1;
        Assert.False(data.Check(data.Signers[0], xml).IsValid);
    }
}
