using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.Benchmarks.Licences;

/// <summary>
/// Rows in bulk (COPY), made after one licence that was really issued: each with a holder, a number, a reference and encrypted data of its own. The files, which no query looks
/// into, are those of that licence, in as many rows as are measured.
/// </summary>
internal sealed class LicenceRows(LicenceServer server, Guid template)
{
    private const int CodesEvery = 10;

    private int _made;

    /// <summary>References of rows that have files: those to measure.</summary>
    internal List<string> References { get; } = [];

    /// <summary>Adds licences, each looked at once, and one-time codes of every tenth.</summary>
    /// <param name="count">How many.</param>
    /// <param name="withFiles">How many of them, spread evenly, have files.</param>
    internal async Task AddAsync(int count, int withFiles)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicenseDbContext>();
        var made = Make(scope.ServiceProvider, await db.Licences.AsNoTracking().SingleAsync(row => row.Id == template), await db.Versions.AsNoTracking().SingleAsync(row => row.LicenceId == template), count, withFiles);
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await CopyAsync(db, connection, made.Select(row => row.Licence));
        await CopyAsync(db, connection, made.Select(row => row.Version));
        await CopyAsync(db, connection, made.Select(row => new LicenceUseRecord { Id = Guid.CreateVersion7(), LicenceId = row.Licence.Id, Number = 1, At = row.Licence.CreatedAt, Kind = LicenceUseKind.Scanned }));
        await CopyAsync(db, connection, made.Where((_, index) => index % CodesEvery == 0).Select(row =>
            new OneTimeCodeRecord { CodeHash = RandomNumberGenerator.GetBytes(32), LicenceId = row.Licence.Id, Number = 1, SessionId = "benchmark", Expires = row.Licence.CreatedAt }));

        // The register as it is in use, not as a bulk load leaves it: pages written, statistics there, and this process without the load's garbage.
        foreach (var statement in new[] { "VACUUM (ANALYZE)", "CHECKPOINT" })
        {
            await using var settle = new NpgsqlCommand(statement, connection) { CommandTimeout = 300 };
            await settle.ExecuteNonQueryAsync();
        }

        made.Clear();
        GC.Collect();
    }

    private List<(LicenceRecord Licence, LicenceVersionRecord Version)> Make(IServiceProvider services, LicenceRecord licence, LicenceVersionRecord version, int count, int withFiles)
    {
        var files = services.GetRequiredService<VersionFiles>();
        var lookup = services.GetRequiredKeyedService<LookupHash>("license");
        var type = services.GetRequiredService<LicenceTypeCatalogue>().Find(licence.TypeCode)!;
        var data = files.Data(version);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var hasFiles = index % Math.Max(1, count / withFiles) == 0;
            var own = data with { Reference = LicenceData.NewBits(), Salt = LicenceData.NewBits(), Secret = LicenceData.NewSecret() };
            if (hasFiles)
            {
                References.Add(own.Reference);
            }

            var holder = LicenceLike(licence, lookup, _made++);
            return (holder, VersionLike(version, holder, own, files, type, hasFiles));
        })];
    }

    private static LicenceRecord LicenceLike(LicenceRecord licence, LookupHash lookup, int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var at = licence.CreatedAt.AddSeconds(-number);
        return new LicenceRecord
        {
            Id = Guid.CreateVersion7(at),
            TypeCode = licence.TypeCode,
            IssuerCode = licence.IssuerCode,
            IssuerName = licence.IssuerName,
            Region = licence.Region,
            Serial = LicenceIdentifier.NewSerial(),
            HolderHash = IssueLicence.Holder(lookup, "001", name),
            NumberHash = IssueLicence.Number(lookup, licence.TypeCode, name),
            HeldByPerson = false,
            CurrentVersion = 1,
            State = LicenceState.Valid,
            CreatedAt = at,
            IsDemo = false,
        };
    }

    private static LicenceVersionRecord VersionLike(LicenceVersionRecord version, LicenceRecord licence, LicenceData data, VersionFiles files, LicenceType type, bool hasFiles)
    {
        var id = Guid.CreateVersion7(licence.CreatedAt);
        return new LicenceVersionRecord
        {
            Id = id,
            LicenceId = licence.Id,
            Number = 1,
            Identifier = LicenceIdentifier.Mint(type.TypeCode, UnifiedSocialCreditCode.Parse(licence.IssuerCode), licence.Serial).Value,
            ReferenceHash = SHA256.HashData(Convert.FromHexString(data.Reference)),
            Caller = version.Caller,
            Key = Guid.NewGuid().ToString("N"),
            CallDigest = version.CallDigest,
            Step = IssuingStep.Done,
            BegunAt = licence.CreatedAt,
            IssuedOn = version.IssuedOn,
            ValidFrom = version.ValidFrom,
            ValidTo = version.ValidTo,
            SealId = version.SealId,
            GrantId = version.GrantId,
            Data = files.Encrypt(id, data),
            ContentDigest = RandomNumberGenerator.GetBytes(32),
            Proof = version.Proof,
            LogIndex = version.LogIndex,
            Ofd = hasFiles ? version.Ofd : null,
            OfdDigest = RandomNumberGenerator.GetBytes(32),
            Pdf = hasFiles ? version.Pdf : null,
            PdfDigest = RandomNumberGenerator.GetBytes(32),
            Cause = version.Cause,
            SealedAt = licence.CreatedAt,
        };
    }

    // Names, types and conversions are those of the model.
    private static async Task CopyAsync<T>(LicenseDbContext db, NpgsqlConnection connection, IEnumerable<T> rows)
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var columns = type.GetProperties().ToList();
        var names = string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""));
        await using var copy = await connection.BeginBinaryImportAsync($"COPY \"{type.GetSchema()}\".\"{type.GetTableName()}\" ({names}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var column in columns)
            {
                var value = column.PropertyInfo!.GetValue(row);
                await copy.WriteAsync(value is not null && column.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value);
            }
        }

        await copy.CompleteAsync();
    }
}
