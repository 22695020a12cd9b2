using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;

namespace Trust.Identity.Persons;

/// <summary>Signs who a person is, with the evidence key that only Identity holds.</summary>
internal sealed class PersonStatements(KeyFolder keys, TimeProvider time)
{
    private ISigningKey Key => keys.OpenSigningKey(KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256);

    public Actor Sign(Actor person) => PersonStatement.Sign(person, Key, time.GetUtcNow());

    public Actor SignClient(Actor client) => ClientStatement.Sign(client, Key, time.GetUtcNow());
}
