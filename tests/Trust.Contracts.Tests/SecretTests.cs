using System.ComponentModel;
using System.Text.Json;

namespace Trust.Contracts.Tests;

public sealed class SecretTests
{
    [Fact]
    public void Secret_is_never_shown()
    {
        var secret = new Secret("correct horse");
        Assert.Equal("[secret]", secret.ToString());
        Assert.Equal("[secret]", $"{secret}");
        Assert.Equal("\"[secret]\"", JsonSerializer.Serialize(secret));
        Assert.Equal("\"[secret]\"", JsonSerializer.Serialize(secret, Contracts.Codes.ContractJson.Options));
        Assert.Equal("correct horse", secret.Reveal());
    }

    [Fact]
    public void Secret_binds_from_a_configuration_string()
    {
        var bound = (Secret)TypeDescriptor.GetConverter(typeof(Secret)).ConvertFromInvariantString("pass")!;
        Assert.Equal("pass", bound.Reveal());
        Assert.True(new Secret(" ").IsEmpty);
    }

    [Fact]
    public void Secrets_are_equal_by_value()
    {
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.NotEqual(new Secret("a"), new Secret("b"));
        Assert.False(new Secret("a").Equals(null));
    }

    [Fact]
    public void Hidden_secret_cannot_be_read_back()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Secret>("\"[secret]\""));
        Assert.Equal("pass", JsonSerializer.Deserialize<Secret>("\"pass\"")!.Reveal());
    }
}
