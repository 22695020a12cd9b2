using System.Diagnostics.CodeAnalysis;

namespace Trust.Contracts;

/// <summary>A value or a refusal. Bugs and lost infrastructure are exceptions, not results.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, TrustError? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The refusal, or null when there is a value.</summary>
    public TrustError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The result is a refusal.</exception>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"The result is a refusal: {Error.Code}.");

    /// <summary>Wraps a value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Result<T>(TrustError error) => new(default, error ?? throw new ArgumentNullException(nameof(error)));

    /// <summary>Carries the value on, or the refusal unchanged.</summary>
    /// <typeparam name="TNext">Type of the next value.</typeparam>
    /// <param name="next">Called with the value.</param>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Error is null ? next(value!) : Error;
    }
}
