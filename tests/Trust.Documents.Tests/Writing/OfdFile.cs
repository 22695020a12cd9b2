using System.IO.Compression;
using System.Xml.Linq;

namespace Trust.Documents.Tests.Writing;

/// <summary>A package opened by the platform's own ZIP and XML readers.</summary>
internal sealed class OfdFile
{
    public static readonly XNamespace Ofd = "http://www.ofdspec.org/2016";

    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    public OfdFile(byte[] data)
    {
        using var archive = new ZipArchive(new MemoryStream(data), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            _entries.Add(entry.FullName, content.ToArray());
            Times.Add(entry.LastWriteTime.DateTime);
        }
    }

    public List<DateTime> Times { get; } = [];

    public IReadOnlyDictionary<string, byte[]> Entries => _entries;

    public byte[] this[string name] => _entries[name];

    public XElement Xml(string name) => XDocument.Load(new MemoryStream(_entries[name])).Root!;

    public IEnumerable<XElement> Pages => _entries.Keys.Where(name => name.Contains("/Pages/", StringComparison.Ordinal)).Select(Xml);
}
