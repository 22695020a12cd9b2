using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Hosting.Data;

/// <summary>A token id that was used once (replay memory that all processes of a module share).</summary>
public sealed class SeenToken
{
    /// <summary>Token id (<c>jti</c>), at most 200 characters; prefix it where different issuers may choose the same.</summary>
    public required string Jti { get; init; }

    /// <summary>When the token ends by itself and the row may go.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>Replay memory of a module.</summary>
public static class ReplayProtection
{
    /// <summary>Remembers a token id, in one statement: of any number of concurrent calls exactly one gets true.</summary>
    /// <param name="db">Context of the module.</param>
    /// <param name="jti">Token id.</param>
    /// <param name="expires">When the token ends.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when the id was seen before.</returns>
    public static Task<bool> TryRememberAsync(this DbContext db, string jti, DateTimeOffset expires, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentException.ThrowIfNullOrEmpty(jti);
        return db.InsertIfAbsentAsync(new SeenToken { Jti = jti, Expires = expires }, cancellationToken);
    }
}

internal sealed class SeenTokenConfiguration : IEntityTypeConfiguration<SeenToken>
{
    public void Configure(EntityTypeBuilder<SeenToken> builder)
    {
        builder.ToTable("SeenTokens");
        builder.HasKey(token => token.Jti);
        builder.Property(token => token.Jti).HasMaxLength(200);
        builder.HasIndex(token => token.Expires);
    }
}
