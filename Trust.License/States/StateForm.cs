using Trust.Contracts;
using Trust.Contracts.License;

namespace Trust.License.States;

/// <summary>What an official says when the state of a licence is to change.</summary>
internal sealed record StateForm
{
    /// <summary><c>suspended</c>, <c>valid</c>, <c>annulled</c>, <c>cancelled</c>, <c>revoked</c> or <c>transferred</c>.</summary>
    public required string To { get; init; }

    /// <summary>From when it counts; now when left out. Never in the future: what is not decided yet is not recorded.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>Legal basis (法律依据).</summary>
    public required string Basis { get; init; }

    public required string Reason { get; init; }

    /// <summary>Number of the decision (决定文书号).</summary>
    public required string Document { get; init; }

    /// <summary>The form with surrounding spaces gone, or why it is refused; all faults at once.</summary>
    public Result<StateForm> Check(DateTimeOffset now, DateTimeOffset issued)
    {
        var form = this with { Basis = Basis.Trim(), Reason = Reason.Trim(), Document = Document.Trim(), EffectiveAt = EffectiveAt?.ToUniversalTime() ?? now };
        List<string> faults = [.. form.Faults(now, issued)];
        return faults.Count == 0 ? form : LicenseErrors.DataInvalid with { Detail = string.Join(' ', faults) };
    }

    private IEnumerable<string> Faults(DateTimeOffset now, DateTimeOffset issued)
    {
        if (LicenceStates.Read(To) is null)
        {
            yield return "The new state is none that is decided on.";
        }

        if (EffectiveAt > now || EffectiveAt < issued)
        {
            yield return "The change counts from a time between the day of issue and now.";
        }

        foreach (var (name, text, most) in new[] { ("basis", Basis, 300), ("reason", Reason, 300), ("document", Document, 100) })
        {
            if (text.Length < 2 || text.Length > most || text.Any(char.IsControl))
            {
                yield return $"The {name} has 2 to {most} characters.";
            }
        }
    }
}

/// <summary>What became of a call for a change.</summary>
/// <param name="Id">The change, or the proposal where a second person has to confirm.</param>
/// <param name="State">State of the licence now.</param>
/// <param name="Waits">Whether it waits for the second person.</param>
internal sealed record StateAnswer(Guid Id, string State, bool Waits);

/// <summary>Who decides: an official, or an application of the authority.</summary>
internal sealed record Decider(string Name, Guid? PersonId);
