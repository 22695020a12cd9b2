namespace Trust.Documents.Verification.Checks;

/// <summary>propertyInfo states what is protected: this Signature.xml, not another.</summary>
internal sealed class PropertyInfoCheck() : Check("SIG-PROPERTY", "GM/T 0031-2014 6.2.2 b; GB/T 38540-2020")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Ses is not { } ses)
        {
            return null;
        }

        var text = ses.PropertyInfo.Trim();
        if (context.File is not { } file)
        {
            return Note(Shown(text));
        }

        var isPath = text.Length > 0 && text[0] != '{' && (text[0] is '/' or '\\' || text.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));
        return !isPath ? Note($"No path: {Shown(text)}")
            : text.TrimStart('/') == file.EntryName ? Ok(Shown(text))
            : Doubt(SubIndications.SignatureConstraintsFailure, $"It names {Shown(text)}, the file is /{file.EntryName}.");
    }

    private static string Shown(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
