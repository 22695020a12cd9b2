using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>
/// An OFD file (GB/T 33190-2016), read leniently: any element order, prefix and namespace, several readings of a path. Nothing is ever written from this model;
/// each part keeps the name of the entry it came from, and the bytes stay in <see cref="Package"/>.
/// </summary>
public sealed class OfdFile
{
    /// <summary>The entry every file begins with.</summary>
    public const string EntryPoint = "OFD.xml";

    private OfdFile(PartReading parts, string entryPointName, XmlElement root, IReadOnlyList<OfdBody> bodies)
    {
        Parts = parts;
        EntryPointName = entryPointName;
        Root = root;
        Bodies = bodies;
    }

    /// <summary>The container.</summary>
    public OfdPackage Package => Parts.Package;

    /// <summary>Name of the first entry as found; differs from <see cref="EntryPoint"/> at most in case.</summary>
    public string EntryPointName { get; }

    /// <summary>@Version, usually 1.0.</summary>
    public string? Version => Root.Attribute("Version");

    /// <summary>@DocType: OFD, or OFD-A (GB/T 42133).</summary>
    public string? DocType => Root.Attribute("DocType");

    /// <summary>Documents in file order; nearly always one.</summary>
    public IReadOnlyList<OfdBody> Bodies { get; }

    /// <summary>Parts that could not be read. Grows as pages are read.</summary>
    public IReadOnlyList<DocumentFault> Faults => Parts.Faults;

    internal PartReading Parts { get; }

    internal XmlElement Root { get; }

    /// <summary>Reads the structure; pages are read when asked for. False when OFD.xml is missing or unreadable, or no document of it can be read.</summary>
    /// <param name="package">The container.</param>
    /// <param name="file">The file, null with a fault.</param>
    /// <param name="fault">Why not, null with a file.</param>
    public static bool TryRead([NotNull] OfdPackage package, [NotNullWhen(true)] out OfdFile? file, [NotNullWhen(false)] out DocumentFault? fault)
    {
        file = null;
        var parts = new PartReading(package);
        var entry = package.Find(EntryPoint) ?? package.Entries.FirstOrDefault(e => string.Equals(e.Name, EntryPoint, StringComparison.OrdinalIgnoreCase));
        if (entry is null)
        {
            fault = new(DocumentFaults.NotOfd, "The container has no OFD.xml at its root.");
            return false;
        }

        if (!parts.TryRead(entry.Name, out var root, out fault))
        {
            return false;
        }

        if (root.Name != "OFD")
        {
            fault = new(DocumentFaults.NotOfd, $"The root element of {entry.Name} is {Shown(root.Name)}, not OFD.");
            return false;
        }

        var bodies = new List<OfdBody>();
        foreach (var body in root.All("DocBody"))
        {
            bodies.Add(OfdBody.Read(parts, body));
            if (parts.PagesLeft < 0)
            {
                fault = new(DocumentFaults.TooManyPages, $"The file has more than {package.Limits.MaxPages} pages.");
                return false;
            }
        }

        if (!bodies.Exists(body => body.Document is not null))
        {
            fault = parts.Faults.Count > 0 ? parts.Faults[0] : new(DocumentFaults.NoDocument, "OFD.xml names no document that can be read.");
            return false;
        }

        file = new(parts, entry.Name, root, bodies);
        fault = null;
        return true;
    }

    private static string Shown(string name) => name.Length > 60 ? name[..60] : name;
}
