using System.Collections.Concurrent;
using System.Globalization;
using Trust.Contracts.Codes;

namespace Trust.Gateway.Sandbox;

/// <summary>The population registry of the sandbox; interface: Trust.Identity/Registry/README.md.</summary>
internal sealed class CheckPerson(SandboxPeople people, TimeProvider time)
{
    // Enough for a day of tests; then everything is forgotten, and a repeated question is simply answered anew.
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<Guid, (Body Question, Answer Answer)> given = new();
    private int count;

    internal sealed record Body(Guid Reference, string IdNumber, string Name, string Ethnicity, string Sex)
    {
        // The text of a record would repeat number and name.
        public override string ToString() => $"CheckPerson {Reference}";
    }

    internal sealed record Answer(Guid Reference, string Outcome, string Evidence, IReadOnlyList<string>? Mismatched = null);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder sandbox) => sandbox.MapPost("/registry/v1/checks", HandleAsync);

    /// <summary>The answer; null where the reference stands for another question.</summary>
    internal Answer? Check(Body question)
    {
        if (given.Count >= Remembered)
        {
            given.Clear();
        }

        var (asked, answer) = given.GetOrAdd(question.Reference, _ => (question, Decide(question)));
        return asked == question ? answer : null;
    }

    private static Task<IResult> HandleAsync(HttpContext context, SignedService service, SandboxFaults faults, CheckPerson check) =>
        service.AnswerAsync<Body>(context, faults.Present.Registry, check.Check);

    private Answer Decide(Body question)
    {
        var evidence = string.Create(CultureInfo.InvariantCulture, $"YC-{time.GetUtcNow():yyyyMMdd}-{Interlocked.Increment(ref count):000000}");
        var person = CitizenIdNumber.TryParse(question.IdNumber, out var number) ? people.Find(number) : null;
        var mismatched = person is null ? [] : Mismatched(person, question).ToList();
        return person switch
        {
            null => new(question.Reference, "notFound", evidence),
            { Deceased: true } => new(question.Reference, "deceased", evidence),
            _ when mismatched.Count > 0 => new(question.Reference, "mismatch", evidence, mismatched),
            _ => new(question.Reference, "match", evidence),
        };
    }

    private static IEnumerable<string> Mismatched(SandboxPerson person, Body question)
    {
        if (person.Name != question.Name)
        {
            yield return "name";
        }

        if (person.Ethnicity.Value != question.Ethnicity)
        {
            yield return "ethnicity";
        }

        if ((person.Sex == RegisteredSex.Male ? "1" : "2") != question.Sex)
        {
            yield return "sex";
        }
    }
}
