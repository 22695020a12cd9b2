using System.Net;
using System.Net.Sockets;
using Trust.Documents.Seals;
using Trust.Documents.Tests.Packaging;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Attacks;

/// <summary>Seals whose picture runs, explodes or calls home, and certificates that name addresses.</summary>
public class PictureAttacks
{
    private const string Svg = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 42 42'>";
    private static readonly SealingOffice Office = new();

    [Theory]
    [InlineData("<circle r='20' fill='url(#g)'/><use xlink:href='#g'/></svg>", true)]
    [InlineData("<script>alert(1)</script></svg>", false)]
    [InlineData("<circle r='20' onload='alert(1)'/></svg>", false)]
    [InlineData("<image xlink:href='http://127.0.0.1/x.png'/></svg>", false)]
    [InlineData("<foreignObject/></svg>", false)]
    [InlineData("<style>@import 'http://127.0.0.1/x.css';</style></svg>", false)]
    [InlineData("<circle style='fill:url(http://127.0.0.1/)'/></svg>", false)]
    [InlineData("<a href='javascript:alert(1)'/></svg>", false)]
    public void Script_in_an_SVG_seal_is_not_passed_and_a_drawing_is(string body, bool isGood) => Judge("svg", System.Text.Encoding.UTF8.GetBytes(Svg + body), isGood);

    [Fact]
    public void Document_type_in_an_SVG_seal_is_not_passed() =>
        Judge("svg", "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"u8.ToArray(), isGood: false);

    [Fact]
    public void Nested_OFD_bomb_is_not_passed_and_a_small_nested_OFD_is()
    {
        Judge("ofd", SealingOffice.Document, isGood: true);
        Judge("ofd", new ZipMaker().Add("OFD.xml", "<a/>").Add(new ZipMaker.Entry("bomb", new byte[8 << 20])).Make(), isGood: false);
    }

    [Fact]
    public async Task Addresses_in_certificates_are_never_called()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        var key = SealingOffice.Key();
        var certificate = Office.Certify(key, "带地址", SealingOffice.Start.AddYears(2), builder => builder with
        {
            CrlAddresses = [address + "crl"],
            OcspAddresses = [address + "ocsp"],
            CaIssuersAddresses = [address + "ca"],
        });
        Assert.Equal([address + "crl"], certificate.CrlAddresses);
        var seal = Office.MakeSeal(Office.SealBuilder with { Certificates = [certificate.Encoded] });
        var package = Office.SealDocument(new() { Key = key, Certificate = certificate, Seal = seal });
        Office.Verify(package).Passes();

        // Nothing at hand to build the path or to know of revocation: still nothing is called.
        Assert.Equal(Indication.Indeterminate, SealVerifier.Verify(package.Make(), new() { Time = Office.Input().Time }).Indication);
        await Task.Delay(200);
        Assert.False(listener.Pending());
    }

    [Fact]
    public void Library_has_no_means_to_call_anybody()
    {
        foreach (var assembly in new[] { typeof(SealVerifier).Assembly, typeof(Crypto.Sm3).Assembly })
        {
            Assert.DoesNotContain(
                assembly.GetReferencedAssemblies(),
                reference => reference.Name is "System.Net.Http" or "System.Net.Sockets" or "System.Net.Requests" or "System.Net.WebClient" or "System.Net.Security" or "System.Net.NameResolution");
        }
    }

    private static void Judge(string type, byte[] data, bool isGood)
    {
        var seal = Office.MakeSeal(Office.SealBuilder with { Picture = new SesPicture(type, data, 42, 42) });
        var report = Office.Verify(Office.SealDocument(new() { Seal = seal }));
        if (isGood)
        {
            report.Passes();
        }
        else
        {
            report.IsUndecided(SubIndications.SignatureConstraintsFailure, "SEAL-PICTURE");
        }
    }
}
