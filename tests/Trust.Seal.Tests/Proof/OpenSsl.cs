using Trust.Seal.Tests.Processes;

namespace Trust.Seal.Tests.Proof;

/// <summary>SM2 and SM3 by OpenSSL's programs; the identifier must be named each time.</summary>
internal static class OpenSsl
{
    public const string UserId = "distid:1234567812345678";

    /// <summary>SM3, lower-case hexadecimal.</summary>
    public static string Sm3(this MachineTool tool, string file) => tool.Run("openssl", "dgst", "-sm3", "-r", file).Split(' ')[0];

    /// <summary>Whether the signature (DER r, s) over the file is that of the certificate's key.</summary>
    public static bool Verifies(this MachineTool tool, string certificate, string signature, string file)
    {
        File.WriteAllText(tool.At("key.pem"), tool.Run("openssl", "x509", "-inform", "DER", "-in", certificate, "-pubkey", "-noout"));
        var (code, output) = tool.Try("openssl", "dgst", "-sm3", "-verify", "key.pem", "-sigopt", UserId, "-signature", signature, file);
        return code == 0 && output.Contains("Verified OK", StringComparison.Ordinal);
    }

    /// <summary>Whether the certificate leads over the CA to the root. Step by step: OpenSSL takes the identifier for the one certificate in question only.</summary>
    public static bool Chains(this MachineTool tool, string certificate, string authority, string root, params string[] more)
    {
        foreach (var name in new[] { certificate, authority, root })
        {
            // A changed certificate need not even be readable.
            if (tool.Try("openssl", "x509", "-inform", "DER", "-in", name, "-out", $"{name}.pem").ExitCode != 0)
            {
                return false;
            }
        }

        return tool.Try("openssl", "verify", "-vfyopt", UserId, "-CAfile", $"{root}.pem", $"{authority}.pem").ExitCode == 0
            && tool.Try("openssl", ["verify", "-vfyopt", UserId, "-partial_chain", .. more, "-CAfile", $"{authority}.pem", $"{certificate}.pem"]).ExitCode == 0;
    }

    /// <summary>The uncompressed point of the certificate's key, hexadecimal.</summary>
    public static string Point(this MachineTool tool, string certificate)
    {
        File.WriteAllText(tool.At("key.pem"), tool.Run("openssl", "x509", "-inform", "DER", "-in", certificate, "-pubkey", "-noout"));
        tool.Run("openssl", "pkey", "-pubin", "-in", "key.pem", "-outform", "DER", "-out", "key.der");
        return Convert.ToHexStringLower(tool.Read("key.der")[^65..]);
    }

    /// <summary>A copy of a file with one bit changed in its middle, or in the byte named.</summary>
    public static string Twin(this MachineTool tool, string file, int? at = null)
    {
        var bytes = tool.Read(file);
        bytes[at ?? (bytes.Length / 2)] ^= 1;
        tool.Write($"{file}.twin", bytes);
        return $"{file}.twin";
    }
}
