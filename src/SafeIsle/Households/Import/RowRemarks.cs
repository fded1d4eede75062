namespace SafeIsle.Households.Import;

/// <summary>What comes to light while one row is read.</summary>
internal sealed class RowRemarks
{
    /// <summary>Chinese sentences that reject the row.</summary>
    internal List<string> Problems { get; } = [];

    /// <summary>Chinese sentences that do not.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>Words that no field could take, for the note.</summary>
    internal List<string> Notes { get; } = [];
}
