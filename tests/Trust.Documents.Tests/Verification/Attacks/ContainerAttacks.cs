using Trust.Documents.Tests.Packaging;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Attacks;

/// <summary>Two readers could see different documents. The same entries packed plainly pass.</summary>
public class ContainerAttacks
{
    private static readonly SealingOffice Office = new();
    private static readonly Package Good = Office.SealDocument();

    [Fact]
    public void Plain_container_passes() => Office.Verify(Good).Passes();

    [Fact]
    public void Second_entry_of_the_same_name_is_not_passed() => Refuse(zip => zip.Add(SealingOffice.Page, "<x/>"));

    [Fact]
    public void Second_entry_of_the_same_name_in_front_is_not_passed() =>
        Refuse(zip => zip.Entries.Insert(0, new(SealingOffice.Page, "<x/>"u8.ToArray())), mayFail: true);

    [Theory]
    [InlineData("doc_0/pages/page_0/content.xml")]
    [InlineData("Doc_0/./Pages/Page_0/Content.xml")]
    [InlineData("Doc_0\\Pages\\Page_0\\Content.xml")]
    [InlineData("Doc_0/Pages/Page_0/Content.xml.")]
    [InlineData("Doc_0/Pages/x/../Page_0/Content.xml")]
    public void Name_that_some_reader_takes_for_a_page_is_not_passed(string name) => Refuse(zip => zip.Add(name, "<x/>"));

    [Fact]
    public void Bytes_before_the_container_are_not_passed() => Refuse(zip => zip.Before = "MZ"u8.ToArray());

    [Fact]
    public void Bytes_before_the_container_that_look_like_a_signature_are_not_passed() => Refuse(zip => zip.Before = [0x30, 0x03, 0x02, 0x01, 0x00]);

    [Fact]
    public void Bytes_after_the_container_are_not_passed() => Refuse(zip => zip.After = "more"u8.ToArray());

    [Fact]
    public void Local_header_unlike_the_directory_is_not_passed() =>
        Refuse(zip => zip.Entries[3] = zip.Entries[3] with { LocalName = zip.Entries[3].Name[..^1] + "X" });

    [Fact]
    public void Entry_that_the_directory_does_not_list_is_not_passed() =>
        Refuse(zip => zip.Entries.Insert(2, new("hidden.xml", "<x/>"u8.ToArray()) { Listed = false }));

    [Fact]
    public void Encrypted_entry_is_not_passed() => Refuse(zip => zip.Entries.Add(new("secret.xml", "<x/>"u8.ToArray()) { Flags = 1 }));

    [Fact]
    public void Defect_does_not_hide_behind_a_thousand_harmless_findings() => Refuse(zip =>
    {
        for (var i = 0; i < 1_200; i++)
        {
            var name = $"\u6f9c{i}.bin";
            zip.Entries.Insert(0, new(name, [1]) { NameBytes = [0xc0, 0xbd, .. System.Text.Encoding.ASCII.GetBytes($"{i}.bin")] });
        }

        zip.Add(SealingOffice.Page, "<x/>");
    });

    private static void Refuse(Action<ZipMaker> attack, bool mayFail = false)
    {
        var zip = Good.ToZip();
        attack(zip);
        var report = SealVerifier.Verify(zip.Make(), Office.Input());
        Assert.True(report.Indication == Indication.Indeterminate || (mayFail && report.Indication == Indication.TotalFailed), Verdicts.Text(report));
        if (report.Code is null)
        {
            Assert.Equal(CheckStatus.NotOk, report.Status("DOC-CONTAINER", null));
        }
    }
}
