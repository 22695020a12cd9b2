using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Trust.Crypto;

namespace Trust.License.Tests.Log;

/// <summary>A downloaded licence file, taken apart with the framework's ZIP and XML readers only.</summary>
internal sealed class LicenceArchive
{
    private readonly SortedDictionary<string, byte[]> entries = new(StringComparer.Ordinal);

    public LicenceArchive(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            entries.Add(entry.FullName, bytes.ToArray());
        }
    }

    private string ProofEntry
    {
        get
        {
            var list = entries.Keys.Single(name => name.EndsWith("/Attachs/Attachments.xml", StringComparison.Ordinal));
            var file = XDocument.Load(new MemoryStream(entries[list])).Root!.Elements().Single(element => element.Attribute("Name")!.Value == "log-proof.txt").Elements().Single().Value;
            return list.Replace("Attachments.xml", file, StringComparison.Ordinal);
        }
    }

    public string Proof => Encoding.UTF8.GetString(entries[ProofEntry]);

    /// <summary>Content digest as the module's README defines it, hexadecimal.</summary>
    public string ContentDigest()
    {
        var text = new StringBuilder("trust-licence-content-v1\n");
        foreach (var (name, content) in entries)
        {
            if (!name.EndsWith('/') && name != "OFD.xml" && name != ProofEntry && !name.EndsWith("/Attachs/Attachments.xml", StringComparison.Ordinal) && !name.Contains("/Signs/", StringComparison.Ordinal))
            {
                text.Append(name).Append('\n').Append(Convert.ToHexStringLower(Sm3.HashData(content))).Append('\n');
            }
        }

        return Convert.ToHexStringLower(Sm3.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
