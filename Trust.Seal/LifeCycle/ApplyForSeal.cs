using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.Data;
using Trust.Seal.Making;

namespace Trust.Seal.LifeCycle;

/// <summary>Applies for a seal (SEA-02): checked, numbered and drawn, so that the reviewer sees what will be made.</summary>
internal sealed class ApplyForSeal(SealDbContext db, SealDrawing drawing, ActingPerson persons, TimeProvider time)
{
    private const int Tries = 8;

    /// <summary>Applies.</summary>
    /// <returns>Id of the seal, <c>seal.form-invalid</c> or <c>seal.out-of-reach</c>.</returns>
    public async Task<Result<Guid>> ApplyAsync(Actor actor, SealForm filled, bool isDemo, CancellationToken cancellationToken)
    {
        var step = SealLifeCycle.Of(SealAct.Apply);
        var check = filled.Check();
        if (!check.Succeeded)
        {
            return check.Error;
        }

        var form = check.Value;
        if (!SealRules.Reaches(actor, step.Roles, form.OwnerCode, form.Region))
        {
            return SealErrors.OutOfReach;
        }

        var person = await persons.ReadAsync(actor, cancellationToken);
        if (!person.Succeeded)
        {
            return person.Error;
        }

        var number = await MintNumberAsync(form.Region, cancellationToken);
        var picture = drawing.Draw(form.OwnerName, form.Name, form.Kind, number, form.DiameterMm, form.Star);
        if (!picture.Succeeded)
        {
            return picture.Error;
        }

        var now = time.GetUtcMicroseconds();
        var seal = new SealRecord
        {
            Id = Guid.CreateVersion7(now),
            Number = number,
            Name = form.Name,
            Kind = form.Kind,
            OwnerCode = form.OwnerCode,
            OwnerName = form.OwnerName,
            Region = form.Region,
            Basis = form.Basis,
            DiameterMm = form.DiameterMm,
            Star = form.Star,
            ValidYears = form.ValidYears,
            State = step.To,
            ApplicantPersonId = person.Value.Id,
            AppliedAt = now,
            Picture = picture.Value,
            IsDemo = isDemo,
        };
        db.Seals.Add(seal);
        db.Events.Add(SealEvents.Of(seal.Id, step, SealState.Applied, person.Value, form.Basis, now));
        db.Audit(actor, step.Name, seal.Id.ToString("N"), payload: new { seal.Number, seal.OwnerCode, seal.Name });
        await db.SaveChangesAsync(cancellationToken);
        return seal.Id;
    }

    // Thirteen digits: the division and seven drawn ones, so that a number tells nothing about how many there are. The unique index has the last word.
    private async Task<string> MintNumberAsync(string region, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var number = region + RandomNumberGenerator.GetInt32(10_000_000).ToString("D7", CultureInfo.InvariantCulture);
            if (!await db.Seals.AnyAsync(seal => seal.Number == number, cancellationToken))
            {
                return number;
            }
        }

        throw new InvalidOperationException($"No free seal number was found for {region}.");
    }
}
