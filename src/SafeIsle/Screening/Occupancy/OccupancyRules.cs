using SafeIsle.Platform;

namespace SafeIsle.Screening.Occupancy;

/// <summary>One piece of evidence as the rules see it.</summary>
/// <param name="Decided">For <see cref="EvidenceKind.Override"/> only.</param>
public readonly record struct Piece(EvidenceKind Kind, EvidenceSign Sign, DateTimeOffset At, OccupancyState? Decided = null, string Detail = "");

/// <summary>What the evidence about one dwelling comes to.</summary>
/// <param name="Reason">One Chinese sentence.</param>
public sealed record Inference(OccupancyState State, DateTimeOffset Since, string Reason);

/// <summary>
/// Whether a dwelling is lived in, of all evidence in the order in which it was seen:
/// <list type="number">
/// <item>Whoever was seen, answered, passed a gate from there, or used power or water, lives there. A light or a call that was answered
/// says so, too, but more weakly. An answer by the door's code alone, which whoever passes can give, is the weakest: it makes an empty
/// dwelling unsure, no more.</item>
/// <item>A call without answer, a dark window, a knock nobody heard, a notice left hanging count 1 each, once a day; a meter that stood
/// counts <see cref="EmptyFrom"/>. They count from the last sign of life on.</item>
/// <item>From <see cref="EmptyFrom"/> points of at least two kinds on (a meter alone suffices) nobody lives there; from
/// <see cref="UnsureFrom"/> on it is unsure.</item>
/// <item>What a person decided holds until stronger evidence against it: somebody seen, an answer, a gate, a meter.</item>
/// </list>
/// </summary>
public static class OccupancyRules
{
    /// <summary>Points from which on nobody lives there.</summary>
    public const int EmptyFrom = 3;

    /// <summary>Points from which on a dwelling that was lived in is unsure.</summary>
    public const int UnsureFrom = 2;

    private const int EnoughKinds = 2;

    /// <summary>Null without any evidence that says something.</summary>
    /// <param name="pieces">In any order.</param>
    public static Inference? Infer(IReadOnlyList<Piece> pieces)
    {
        var walk = default(Walk);
        if (InOrder(pieces))
        {
            foreach (var piece in pieces)
            {
                walk.Take(piece);
            }
        }
        else
        {
            // Stable: of two at the same moment the one that was entered first comes first.
            foreach (var piece in pieces.OrderBy(p => p.At))
            {
                walk.Take(piece);
            }
        }

        return walk.End();
    }

    /// <summary>Whether it outweighs what a person decided.</summary>
    public static bool IsStrong(EvidenceKind kind) =>
        kind is EvidenceKind.Seen or EvidenceKind.Answered or EvidenceKind.Gate or EvidenceKind.Meter or EvidenceKind.Override;

    private static bool InOrder(IReadOnlyList<Piece> pieces)
    {
        for (var i = 1; i < pieces.Count; i++)
        {
            if (pieces[i].At < pieces[i - 1].At)
            {
                return false;
            }
        }

        return true;
    }

    private struct Walk
    {
        private OccupancyState? state;
        private DateTimeOffset since;
        private Piece decisive;
        private bool decided;
        private int points;
        private int kinds;
        private int counted;
        private DateTimeOffset firstAbsence;
        private DateOnly day;
        private int kindsOfDay;

        public void Take(Piece piece)
        {
            if (piece.Kind == EvidenceKind.Override)
            {
                Forget();
                decided = true;
                Become(piece.Decided ?? OccupancyState.Unsure, piece.At, piece, anew: true);
            }
            else if (piece.Sign == EvidenceSign.Present)
            {
                Present(piece);
            }
            else if (piece.Sign == EvidenceSign.Absent)
            {
                Absent(piece);
            }
        }

        public readonly Inference? End() => state is { } known ? new(known, since, Words(known)) : null;

        private void Present(Piece piece)
        {
            if (decided && state != OccupancyState.LivedIn && !IsStrong(piece.Kind))
            {
                return;
            }

            if (piece.Kind == EvidenceKind.Scanned && points >= EmptyFrom)
            {
                Become(OccupancyState.Unsure, piece.At, piece, anew: true);
                return;
            }

            if (state != OccupancyState.LivedIn)
            {
                decided = false;
            }

            Forget();
            Become(OccupancyState.LivedIn, piece.At, piece, anew: !decided);
        }

        private void Absent(Piece piece)
        {
            if (decided && state != OccupancyState.Empty)
            {
                if (!IsStrong(piece.Kind))
                {
                    return;
                }

                decided = false;
                Forget();
            }

            Count(piece);
            if (decided)
            {
                return;
            }

            var enough = points >= EmptyFrom && (kinds >= EnoughKinds || piece.Kind == EvidenceKind.Meter || state == OccupancyState.Empty);
            if (enough)
            {
                Become(OccupancyState.Empty, firstAbsence, piece, anew: true);
            }
            else if (state is null || points >= UnsureFrom)
            {
                Become(OccupancyState.Unsure, firstAbsence, piece, anew: true);
            }
        }

        // Each kind once a day: ringing five times is no more than ringing.
        private void Count(Piece piece)
        {
            var (on, bit) = (piece.At.DateHere(), 1 << (int)piece.Kind);
            if (on != day)
            {
                (day, kindsOfDay) = (on, 0);
            }

            if ((kindsOfDay & bit) != 0)
            {
                return;
            }

            kindsOfDay |= bit;
            if (points == 0)
            {
                firstAbsence = piece.At;
            }

            if ((counted & bit) == 0)
            {
                counted |= bit;
                kinds++;
            }

            points += piece.Kind == EvidenceKind.Meter ? EmptyFrom : 1;
        }

        private void Become(OccupancyState next, DateTimeOffset from, Piece because, bool anew)
        {
            if (state != next || (because.Kind == EvidenceKind.Override))
            {
                since = from;
            }

            state = next;
            if (anew)
            {
                decisive = because;
            }
        }

        private void Forget()
        {
            (points, kinds, counted, kindsOfDay, day) = (0, 0, 0, 0, default);
        }

        private readonly string Words(OccupancyState known)
        {
            var on = decisive.Kind == EvidenceKind.Meter ? decisive.At.DateHere().Full() : decisive.At.Short();
            if (decided)
            {
                return $"{on} 人工认定：{decisive.Detail}";
            }

            var last = $"{on} {OccupancyWords.Of(decisive)}";
            return known switch
            {
                OccupancyState.LivedIn => points == 0 ? last : $"{last}，以后有 {points} 次没有动静，还不足以说没人住",
                OccupancyState.Empty => kinds == 1 ? last : $"从 {firstAbsence.Short()} 起 {points} 分没人的迹象（{Kinds()}），最近一次：{last}",
                OccupancyState.Unsure => $"只有 {points} 分没人的迹象（{Kinds()}），最近一次：{last}",
            };
        }

        private readonly string Kinds()
        {
            var seen = counted;
            return string.Join('、', Enum.GetValues<EvidenceKind>().Where(k => (seen & (1 << (int)k)) != 0).Select(k => k.Name()));
        }
    }
}
