namespace SafeIsle.Platform;

/// <summary>The answer of a rule or a use case that may say no: either a value, or one Chinese sentence that a person can act on.</summary>
public readonly record struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, string? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    /// <summary>Why not, in one Chinese sentence; null when it worked.</summary>
    public string? Refusal { get; }

    public bool Refused => Refusal is not null;

    /// <summary>The value. Reading it after a refusal is a bug and throws.</summary>
    public T Value => Refused ? throw new InvalidOperationException("Refused: " + Refusal) : value!;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(No no) => new(default, no.Because);
}

/// <summary>A refusal, convertible to any <see cref="Outcome{T}"/>: <c>return new No("…");</c></summary>
public sealed record No(string Because);
