using System.Text;
using Trust.Documents.Tests.Packaging;

namespace Trust.Documents.Tests.Verification;

/// <summary>Entries of a file, in order, that a test changes and packs again.</summary>
internal sealed class Package(IEnumerable<(string Name, byte[] Data)> entries)
{
    private readonly List<(string Name, byte[] Data)> _entries = [.. entries];

    internal IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    internal byte[] this[string name]
    {
        get => _entries.Find(entry => entry.Name == name).Data ?? throw new InvalidOperationException($"No entry {name}.");
        set
        {
            var at = _entries.FindIndex(entry => entry.Name == name);
            if (at < 0)
            {
                _entries.Add((name, value));
            }
            else
            {
                _entries[at] = (name, value);
            }
        }
    }

    internal Package With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    internal Package With(string name, byte[] data)
    {
        var copy = new Package(_entries) { [name] = data };
        return copy;
    }

    internal Package Without(string name) => new(_entries.Where(entry => entry.Name != name));

    internal Package Replace(string name, string old, string replacement)
    {
        var text = Encoding.UTF8.GetString(this[name]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return With(name, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    internal Package WithChangedByte(string name, int at, byte mask = 1)
    {
        var data = (byte[])this[name].Clone();
        data[at] ^= mask;
        return With(name, data);
    }

    internal ZipMaker ToZip()
    {
        var zip = new ZipMaker();
        foreach (var (name, data) in _entries)
        {
            zip.Add(new ZipMaker.Entry(name, data) { Deflate = !name.EndsWith('/') });
        }

        return zip;
    }

    internal byte[] Make() => ToZip().Make();
}
