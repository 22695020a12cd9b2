using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Keys;

/// <summary>
/// Keeps every entry of the key ring sealed as a whole. Data protection encrypts only the secret inside an entry and takes an entry
/// in clear as well: whoever could write the folder or table could plant a key of their own and make cookies with it.
/// </summary>
/// <param name="inner">Folder or table.</param>
/// <param name="keys">The key of purpose key-ring.</param>
internal sealed class SealedKeyRing(IXmlRepository inner, KeyFolder keys) : IXmlRepository
{
    private static readonly byte[] Purpose = "trust key ring entry"u8.ToArray();

    public IReadOnlyCollection<XElement> GetAllElements() => [.. inner.GetAllElements().Select(element => KeyRingSeal.Open(keys, element, Purpose))];

    public void StoreElement(XElement element, string friendlyName) => inner.StoreElement(KeyRingSeal.Close(keys, element, Purpose), friendlyName);
}

/// <summary>XML sealed with the key of purpose key-ring.</summary>
internal static class KeyRingSeal
{
    private const string ElementName = "trustSealed";

    public static XElement Close(KeyFolder keys, XElement element, byte[] purpose)
    {
        using var key = keys.OpenSymmetricKey(KeyPurpose.KeyRing);
        var sealedBytes = key.Encrypt(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), purpose);
        return new XElement(ElementName, new XAttribute("keyId", key.KeyId), Convert.ToBase64String(sealedBytes));
    }

    public static XElement Open(KeyFolder keys, XElement element, byte[] purpose)
    {
        if (element.Name != ElementName || (string?)element.Attribute("keyId") is not { } keyId)
        {
            throw new KeyMissingException("The key ring holds an entry that no installation sealed.");
        }

        using var key = keys.FindSymmetricKey(KeyPurpose.KeyRing, keyId)
            ?? throw new KeyMissingException($"The key ring is sealed with key {keyId}, which is not in the key folder.");
        return TryDecode(element.Value, out var bytes) && key.TryDecrypt(bytes, purpose, out var plaintext)
            ? XElement.Parse(Encoding.UTF8.GetString(plaintext))
            : throw new KeyMissingException("The key ring was changed, or sealed with another key.");
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var known = Convert.TryFromBase64String(text, bytes, out var written);
        bytes = bytes[..written];
        return known;
    }
}
