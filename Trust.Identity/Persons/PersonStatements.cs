using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;

namespace Trust.Identity.Persons;

/// <summary>Signs who a person is, with the evidence key that only Identity holds.</summary>
internal sealed class PersonStatements(KeyFolder keys, TimeProvider time)
{
    public Actor Sign(Actor person)
    {
        var key = keys.OpenSigningKey(KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256);
        return PersonStatement.Sign(person, key, time.GetUtcNow());
    }
}
