using System.Data.Common;

namespace Trust.Contracts;

/// <summary>Failures that what was sent is to blame for: the answer is 400, not 500.</summary>
public static class UnreadableInput
{
    // PostgreSQL, class 22: the character NUL has no place in a text.
    private const string CharacterNotInRepertoire = "22021";

    /// <summary>Whether a form could not be read, or a text holds what no database keeps.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <returns>True where the sender has to change something.</returns>
    public static bool Caused(Exception? failure) => failure is InvalidDataException || failure?.GetBaseException() is DbException { SqlState: CharacterNotInRepertoire };
}
