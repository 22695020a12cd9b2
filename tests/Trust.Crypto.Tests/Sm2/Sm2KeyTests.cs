using System.Collections.Concurrent;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Sm2;

public class Sm2KeyTests
{
    [Fact]
    public void Points_off_the_curve_and_infinity_are_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        var point = key.PublicKey.Point.ToArray();
        Assert.True(Sm2PublicKey.TryFromPoint(point, out _));
        for (var i = 1; i < point.Length; i += 7)
        {
            point[i] ^= 1;
            Assert.False(Sm2PublicKey.TryFromPoint(point, out _));
            point[i] ^= 1;
        }

        Assert.False(Sm2PublicKey.TryFromPoint([0x00], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([0x04, .. new byte[64]], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([], out _));
        Assert.False(Sm2PublicKey.TryFromPoint(point.AsSpan(0, 64), out _));
        Assert.False(Sm2PublicKey.TryFromPoint([.. point, 0], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([0x06, .. point.AsSpan(1)], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([0x02, .. point.AsSpan(1, 32)], out _));
    }

    [Fact]
    public void Coordinates_that_are_not_reduced_are_refused()
    {
        // x = p + 0 would be the point with x = 0 under another encoding.
        var prime = Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
        Assert.False(Sm2PublicKey.TryFromPoint([0x04, .. prime, .. new byte[32]], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([0x04, .. new byte[32], .. prime], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([0x04, .. Enumerable.Repeat((byte)0xff, 64)], out _));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", true)]
    [InlineData("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54121", true)]
    [InlineData("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54122", false)]
    [InlineData("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123", false)]
    [InlineData("01", false)]
    public void Scalar_lies_between_one_and_the_order_less_two(string scalar, bool isValid)
    {
        Assert.Equal(isValid, Sm2PrivateKey.TryFromScalar(Convert.FromHexString(scalar), out var key));
        if (key is not null)
        {
            Assert.True(key.PublicKey.Verify("m"u8, key.Sign("m"u8)));
        }
    }

    [Fact]
    public void Keys_survive_every_form()
    {
        using var key = Sm2PrivateKey.Generate();
        Assert.True(Sm2PrivateKey.TryFromScalar(key.ToScalar(), out var fromScalar));
        Assert.True(Sm2PrivateKey.TryFromPkcs8(key.ToPkcs8(), out var fromPkcs8));
        Assert.True(Sm2PublicKey.TryFromSubjectPublicKeyInfo(key.PublicKey.ToSubjectPublicKeyInfo(), out var fromSpki));
        Assert.Equal(key.PublicKey, fromScalar.PublicKey);
        Assert.Equal(key.PublicKey, fromPkcs8.PublicKey);
        Assert.Equal(key.PublicKey, fromSpki);
        Assert.Equal(91, key.PublicKey.ToSubjectPublicKeyInfo().Length);
    }

    [Fact]
    public void Private_key_with_the_public_key_of_another_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        using var other = Sm2PrivateKey.Generate();
        var pkcs8 = key.ToPkcs8();
        other.PublicKey.Point.CopyTo(pkcs8.AsSpan(pkcs8.Length - 65));
        Assert.False(Sm2PrivateKey.TryFromPkcs8(pkcs8, out _));
    }

    [Fact]
    public void Keys_made_by_OpenSSL_are_read()
    {
        using var tool = new Tool();
        Assert.Equal(0, tool.OpenSsl("genpkey", "-algorithm", "SM2", "-outform", "DER", "-out", "key.der").ExitCode);
        Assert.Equal(0, tool.OpenSsl("pkcs8", "-topk8", "-nocrypt", "-inform", "DER", "-in", "key.der", "-outform", "DER", "-out", "pkcs8.der").ExitCode);
        Assert.True(Sm2PrivateKey.TryFromPkcs8(File.ReadAllBytes(Path.Combine(tool.Folder, "pkcs8.der")), out var key));
        Assert.Equal(0, tool.OpenSsl("pkey", "-inform", "DER", "-in", "key.der", "-pubout", "-outform", "DER", "-out", "public.der").ExitCode);
        Assert.Equal(key.PublicKey.ToSubjectPublicKeyInfo(), File.ReadAllBytes(Path.Combine(tool.Folder, "public.der")));
    }

    [Fact]
    public void Disposed_key_is_refused()
    {
        var key = Sm2PrivateKey.Generate();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign("m"u8));
        Assert.Throws<ObjectDisposedException>(() => key.TryDecrypt(new byte[100], out _));
        Assert.Throws<ObjectDisposedException>(key.ToPkcs8);
    }

    [Fact]
    public async Task Key_that_is_forgotten_while_others_sign_gives_no_signature_that_does_not_hold()
    {
        for (var round = 0; round < 200; round++)
        {
            var key = Sm2PrivateKey.Generate();
            var (given, started) = (new ConcurrentBag<byte[]>(), new SemaphoreSlim(0));
            var ciphertext = key.PublicKey.Encrypt("secret"u8);
            var signing = Task.Run(() => Use(() => given.Add(key.Sign("m"u8)), started));
            var opening = Task.Run(() => Use(() => Assert.True(key.TryDecrypt(ciphertext, out _)), started));
            await started.WaitAsync();
            await started.WaitAsync();
            key.Dispose();
            await Task.WhenAll(signing, opening);
            Assert.NotEmpty(given);
            Assert.All(given, signature => Assert.True(key.PublicKey.Verify("m"u8, signature)));
        }

        static void Use(Action use, SemaphoreSlim started)
        {
            use();
            started.Release();
            try
            {
                while (true)
                {
                    use();
                }
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }

    [Fact]
    public void Private_key_with_more_behind_it_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        var pkcs8 = key.ToPkcs8();
        foreach (var at in new[] { pkcs8.Length - 1, pkcs8.Length - 60 })
        {
            Assert.False(Sm2PrivateKey.TryFromPkcs8(pkcs8.AsSpan(0, at), out _));
        }

        Assert.False(Sm2PrivateKey.TryFromPkcs8([.. pkcs8, 0], out _));

        // A NULL behind the public key, within the ECPrivateKey; its parents are two bytes longer.
        byte[] longer = [.. pkcs8, 5, 0];
        var inner = longer.AsSpan().IndexOf(new byte[] { 0x04, 0x6d, 0x30, 0x6b });
        Assert.True(inner > 0);
        longer[2] += 2;
        longer[inner + 1] += 2;
        longer[inner + 3] += 2;
        Assert.False(Sm2PrivateKey.TryFromPkcs8(longer, out _));
    }

    [Fact]
    public void User_id_that_is_too_long_for_its_length_field_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        Assert.Equal(32, key.PublicKey.ComputeZa(new byte[8191]).Length);
        Assert.Throws<ArgumentException>(() => key.PublicKey.ComputeZa(new byte[8192]));
    }

    [Fact]
    public void Short_messages_are_encrypted_although_some_masks_are_zero()
    {
        // With one byte, every 256th k gives the mask 00 and has to be drawn again.
        using var key = Sm2PrivateKey.Generate();
        for (var i = 0; i < 600; i++)
        {
            Assert.True(key.TryDecrypt(key.PublicKey.Encrypt([(byte)i]), Sm2CiphertextFormat.C1C3C2, out var plaintext));
            Assert.Equal([(byte)i], plaintext);
        }

        Assert.Throws<ArgumentException>(() => key.PublicKey.Encrypt([]));
    }

    [Fact]
    public void Ciphertext_with_a_point_off_the_curve_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        var ciphertext = key.PublicKey.Encrypt("secret"u8);
        ciphertext.AsSpan(1, 64).Clear();
        Assert.False(key.TryDecrypt(ciphertext, out _));
        Assert.False(key.TryDecrypt([], out _));
        Assert.False(key.TryDecrypt(new byte[97], out _));
    }
}
