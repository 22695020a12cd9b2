using System.Security.Cryptography;
using System.Text;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Keys;

/// <summary>
/// Encrypts single values in rows (identity numbers, mobiles, secrets) with the module's data-encryption key. A value carries the id of its key, so that a retired
/// key still reads what it wrote, and is bound to its row and column: moved elsewhere it does not open.
/// </summary>
/// <param name="keys">Key folder of the process.</param>
/// <param name="module">Module whose key it is.</param>
public sealed class FieldCipher(KeyFolder keys, string module)
{
    private const byte Version = 1;
    private const int KeyIdBytes = 16;

    private readonly Lazy<ISymmetricKey> active = new(() => keys.OpenSymmetricKey(KeyPurpose.DataEncryption, module));

    /// <summary>Encrypts a text.</summary>
    /// <param name="column">Table and column, for example <c>Persons.IdNumber</c>; never changes.</param>
    /// <param name="row">Key of the row.</param>
    /// <param name="text">The text.</param>
    /// <returns>Version 01, 16 bytes of key id, and what <see cref="ISymmetricKey.Encrypt"/> gives: 66 bytes more than the text in UTF-8.</returns>
    public byte[] Encrypt(string column, Guid row, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        try
        {
            var key = active.Value;
            return [Version, .. Convert.FromHexString(key.KeyId), .. key.Encrypt(plain, Place(column, row))];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> gave for the same row and column.</summary>
    /// <param name="column">Table and column.</param>
    /// <param name="row">Key of the row.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="CryptographicException">The value was changed or moved, or its key is gone.</exception>
    public string Decrypt(string column, Guid row, ReadOnlySpan<byte> value)
    {
        if (value.Length <= 1 + KeyIdBytes || value[0] != Version)
        {
            throw new CryptographicException($"A value of {column} is malformed.");
        }

        var id = Convert.ToHexStringLower(value.Slice(1, KeyIdBytes));
        var key = active.Value.KeyId == id
            ? active.Value
            : keys.FindSymmetricKey(KeyPurpose.DataEncryption, id, module) ?? throw new CryptographicException($"The key of a value of {column} is gone.");
        if (!key.TryDecrypt(value[(1 + KeyIdBytes)..], Place(column, row), out var plain))
        {
            throw new CryptographicException($"A value of {column} does not open: it was changed or moved.");
        }

        try
        {
            return Encoding.UTF8.GetString(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private byte[] Place(string column, Guid row) => Encoding.UTF8.GetBytes($"trust-field-v1|{module}|{column}|{row:N}");
}
