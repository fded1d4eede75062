using SafeIsle.Platform;

namespace SafeIsle.Places;

/// <summary>What a split dwelling's parts are called.</summary>
public static class SplitRules
{
    public const int MostParts = 6;

    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>
    /// 501 → 501A, 501B …; 501A, split again, stays 501A and gets the next free letters; a villa becomes 1, 2 …. The first part is what the
    /// dwelling itself is called from now on.
    /// </summary>
    /// <param name="taken">Rooms of the same unit that exist already.</param>
    public static Outcome<IReadOnlyList<DwellingAddress>> Parts(DwellingAddress whole, int parts, IReadOnlySet<string> taken)
    {
        var lettered = whole.Room.Length > 1 && char.IsAsciiLetter(whole.Room[^1]) && char.IsAsciiDigit(whole.Room[^2]);
        var stem = lettered ? whole.Room[..^1] : whole.Room;
        var names = stem.Length == 0
            ? Enumerable.Range(1, MostParts + taken.Count).Select(n => $"{n}")
            : Letters.Select(letter => stem + letter);
        var rooms = (lettered ? [whole.Room] : Array.Empty<string>()).Concat(names.Where(n => n != whole.Room && !taken.Contains(n))).Take(parts);
        var addresses = rooms.Select(room => whole with { Room = room }).ToList();
        return addresses.Count == parts && addresses.TrueForAll(Readable)
            ? addresses
            : new No($"{whole.Label}的门号不能自动拆分，请改用“添加一户”逐户添加。");
    }

    // A name that registers could not be matched to is no name.
    private static bool Readable(DwellingAddress address) =>
        DwellingAddress.TryParse(address.Label, new KnownPlace(null, address.Building, null), out var read)
        && read.Unit == address.Unit && read.Room == address.Room;
}
