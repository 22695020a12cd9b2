using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Keys;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Holding;

/// <summary>A holder that the person may act for: themselves, or an organisation that they represent.</summary>
/// <param name="Name">Name.</param>
/// <param name="Hash">Keyed hash under which its licences are found.</param>
/// <param name="IsOrganisation">Whether it is an organisation.</param>
internal sealed record Holder(string Name, string Hash, bool IsOrganisation);

/// <summary>A licence in the wallet.</summary>
internal sealed record HeldLicence(LicenceRecord Licence, LicenceVersionRecord Version, LicenceData Data, LicenceType Type, string State, Holder Holder);

/// <summary>
/// Finds what a person holds. Identity says who the person is: only a proved identity (level 2) has a number here, so that somebody who registered with another's number finds
/// nothing.
/// </summary>
internal sealed class HeldLicences(
    LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, IIdentity identity, [FromKeyedServices("license")] LookupHash lookup, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>The person, and organisations that the person represents by law; empty for who is not proved.</summary>
    public async Task<Result<IReadOnlyList<Holder>>> HoldersAsync(Actor actor, CancellationToken cancellationToken)
    {
        var person = await identity.ReadHolderAsync(actor, cancellationToken);
        if (!person.Succeeded)
        {
            return person.Error;
        }

        if (person.Value is not { } self)
        {
            return Array.Empty<Holder>();
        }

        var represented = await identity.ListRepresentedAsync(actor, cancellationToken);
        return represented.Succeeded
            ? (Holder[])
            [
                new Holder(self.Name, IssueLicence.Holder(lookup, self.CodeType, self.Code), false),
                .. represented.Value.Select(organisation => new Holder(organisation.Name, IssueLicence.Holder(lookup, HolderCodes.CreditCode, organisation.CreditCode), true)),
            ]
            : represented.Error;
    }

    /// <summary>Their licences, newest first.</summary>
    public async Task<IReadOnlyList<HeldLicence>> ListAsync(IReadOnlyList<Holder> holders, CancellationToken cancellationToken)
    {
        var hashes = holders.Select(holder => holder.Hash).ToList();
        var rows = await Current(db.Licences.Where(row => hashes.Contains(row.HolderHash))).OrderByDescending(row => row.Licence.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        return [.. rows.Select(row => Read(row, holders))];
    }

    /// <summary>One of their licences; null where it is none of theirs.</summary>
    public async Task<HeldLicence?> FindAsync(IReadOnlyList<Holder> holders, Guid id, CancellationToken cancellationToken)
    {
        var hashes = holders.Select(holder => holder.Hash).ToList();
        return await Current(db.Licences.Where(row => row.Id == id && hashes.Contains(row.HolderHash))).SingleOrDefaultAsync(cancellationToken) is { } row ? Read(row, holders) : null;
    }

    private sealed class Pair
    {
        public required LicenceRecord Licence { get; init; }

        public required LicenceVersionRecord Version { get; init; }
    }

    private IQueryable<Pair> Current(IQueryable<LicenceRecord> licences) =>
        from licence in licences.AsNoTracking()
        join version in db.Versions.AsNoTracking().Select(VersionWithoutFiles.Of) on new { Id = licence.Id, Number = licence.CurrentVersion } equals new { Id = version.LicenceId, version.Number }
        where version.Step == IssuingStep.Done
        select new Pair { Licence = licence, Version = version };

    private HeldLicence Read(Pair row, IReadOnlyList<Holder> holders)
    {
        var (licence, version) = (row.Licence, row.Version);
        var state = LicenceStates.OnDay(licence.State, version.Number, version.Number, version.ValidFrom, version.ValidTo, ProvinceDay.Of(time.GetUtcNow()));
        return new HeldLicence(licence, version, files.Data(version), types.Find(licence.TypeCode)!, state, holders.First(holder => holder.Hash == licence.HolderHash));
    }
}
