using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore.Models;
using Trust.Identity.Accounts;

namespace Trust.Identity.Oidc;

/// <summary>A registered application (应用).</summary>
internal sealed class ApplicationRecord : OpenIddictEntityFrameworkCoreApplication<Guid, AuthorizationRecord, TokenRecord>
{
    /// <summary>Who signs in through it.</summary>
    public Realm Realm { get; set; }

    /// <summary>Name of the organisation that runs it, shown at login and consent.</summary>
    public string OwnerName { get; set; } = "";

    /// <summary>Its unified social credit code; bounds who may administer the application.</summary>
    public string OwnerCode { get; set; } = "";

    public string Region { get; set; } = "";

    /// <summary>Lowest level of every sign-in, 0 to 2; a request can raise it, never lower it.</summary>
    public int MinimumLevel { get; set; }

    /// <summary>Scopes that a person may leave out, separated by spaces; all others are must-have.</summary>
    public string OptionalScopes { get; set; } = "";

    /// <summary>What the data are used for, in words for people; shown at consent.</summary>
    public string Purpose { get; set; } = "";

    /// <summary><c>RS256</c> or <c>ES256</c>.</summary>
    public string IdTokenAlgorithm { get; set; } = "RS256";

    /// <summary><c>ES256</c>; <c>RS256</c> for resource servers that know nothing else.</summary>
    public string AccessTokenAlgorithm { get; set; } = "ES256";

    /// <summary>Address of an outside resource server: tokens for it have no row here, and our own APIs refuse them.</summary>
    public string? OutsideResource { get; set; }

    /// <summary>Icon of the design system.</summary>
    public string Icon { get; set; } = "grid";

    public DateTimeOffset? DisabledAt { get; set; }

    public DateTimeOffset RegisteredAt { get; set; }

    public bool IsDemo { get; set; }
}

/// <summary>A grant to one application; all tokens of one sign-in hang on it.</summary>
internal sealed class AuthorizationRecord : OpenIddictEntityFrameworkCoreAuthorization<Guid, ApplicationRecord, TokenRecord>
{
    public Guid? AccountId { get; set; }

    /// <summary>Session in which it was given; ending the session ends it.</summary>
    public string? Sid { get; set; }
}

internal sealed class ScopeRecord : OpenIddictEntityFrameworkCoreScope<Guid>;

internal sealed class TokenRecord : OpenIddictEntityFrameworkCoreToken<Guid, ApplicationRecord, AuthorizationRecord>;

/// <summary>An authorization request that waits for sign-in, step-up or consent; goes on only in the browser that began it.</summary>
internal sealed class PendingRequestRecord
{
    public const string ParametersColumn = "PendingRequests.Parameters";

    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the secret in the browser's cookie.</summary>
    public required byte[] BrowserHash { get; init; }

    public required string ClientId { get; init; }

    public required Realm Realm { get; init; }

    /// <summary>Encrypted parameters as validated, JSON.</summary>
    public required byte[] Parameters { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Session that has met every demand.</summary>
    public string? Sid { get; set; }

    /// <summary>Scopes granted, separated by spaces.</summary>
    public string? Scopes { get; set; }

    /// <summary>SHA-256 of the one-time ticket that finishes it at the authorization endpoint.</summary>
    public byte[]? TicketHash { get; set; }

    /// <summary>Error code for the application in place of a code, such as <c>access_denied</c>.</summary>
    public string? Error { get; set; }

    /// <summary>The person left a voluntary step-up out.</summary>
    public bool LevelDeclined { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class ApplicationConfiguration : IEntityTypeConfiguration<ApplicationRecord>
{
    public void Configure(EntityTypeBuilder<ApplicationRecord> builder)
    {
        builder.ToTable("Applications");
        builder.Property(application => application.Realm).HasConversion<string>().HasMaxLength(16);
        builder.Property(application => application.OwnerName).HasMaxLength(200);
        builder.Property(application => application.OwnerCode).HasMaxLength(18);
        builder.Property(application => application.Region).HasMaxLength(12);
        builder.Property(application => application.OptionalScopes).HasMaxLength(500);
        builder.Property(application => application.Purpose).HasMaxLength(200);
        builder.Property(application => application.IdTokenAlgorithm).HasMaxLength(8);
        builder.Property(application => application.AccessTokenAlgorithm).HasMaxLength(8);
        builder.Property(application => application.OutsideResource).HasMaxLength(300);
        builder.Property(application => application.Icon).HasMaxLength(32);
    }
}

internal sealed class AuthorizationConfiguration : IEntityTypeConfiguration<AuthorizationRecord>
{
    public void Configure(EntityTypeBuilder<AuthorizationRecord> builder)
    {
        builder.ToTable("Authorizations");
        builder.Property(authorization => authorization.Sid).HasMaxLength(32);
        builder.HasIndex(authorization => authorization.Sid);
        builder.HasIndex(authorization => authorization.AccountId);
    }
}

internal sealed class ScopeConfiguration : IEntityTypeConfiguration<ScopeRecord>
{
    public void Configure(EntityTypeBuilder<ScopeRecord> builder) => builder.ToTable("Scopes");
}

internal sealed class TokenConfiguration : IEntityTypeConfiguration<TokenRecord>
{
    public void Configure(EntityTypeBuilder<TokenRecord> builder) => builder.ToTable("Tokens");
}

internal sealed class PendingRequestConfiguration : IEntityTypeConfiguration<PendingRequestRecord>
{
    public void Configure(EntityTypeBuilder<PendingRequestRecord> builder)
    {
        builder.ToTable("PendingRequests");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.ClientId).HasMaxLength(100);
        builder.Property(row => row.Realm).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.Sid).HasMaxLength(32);
        builder.Property(row => row.Scopes).HasMaxLength(500);
        builder.Property(row => row.Error).HasMaxLength(64);
        builder.HasIndex(row => row.ExpiresAt);
    }
}
