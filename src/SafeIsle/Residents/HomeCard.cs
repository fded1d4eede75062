using SafeIsle.Platform.Data;

namespace SafeIsle.Residents;

/// <summary>One thing on a resident's first page: what is asked of the household, or what it can do. The most urgent stand first.</summary>
/// <param name="Position">Small numbers first: below 0 what is late and what is held against somebody, then what is to be done today, from 10 on what has time.</param>
/// <param name="Title">A few words: 今天早上的体温.</param>
/// <param name="Text">A line under it.</param>
/// <param name="Path">Where it leads, below the home's own path: /report. Empty: a line at the top that says how things stand.</param>
/// <param name="Tone">ok, wait, late or off, as badges have them.</param>
/// <param name="Act">The words on the button, for what is asked now; null for a plain row.</param>
public sealed record HomeCard(int Position, string Title, string Text, string Path, string Tone = "off", string? Act = null)
{
    /// <summary>
    /// What a phone that has shown the door's code alone reads instead of a card about somebody's health or travel: it names nobody, and is
    /// the same whatever there is. It stands there once.
    /// </summary>
    public static readonly HomeCard ProveFirst =
        new(-7, "居委会有一份通知给这一户", "请先核对一次这台手机，核对好了就能看。", ProvePhone.Below, "wait", "先核对一次");
}

/// <summary>What a module has for a household's first page; each module registers its own.</summary>
public delegate Task<IReadOnlyList<HomeCard>> HomeCards(Db db, Home home, DateTimeOffset now, CancellationToken cancel);
