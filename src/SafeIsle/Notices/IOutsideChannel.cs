using SafeIsle.Platform;

namespace SafeIsle.Notices;

/// <summary>What is sent, whatever the way.</summary>
/// <param name="To">A phone number, or a user id of WeCom.</param>
/// <param name="Template">Which of the provider's approved templates; so far only <c>notice</c>. Short messages go by template only; WeCom has none.</param>
/// <param name="Values">What the template's places are filled with; for short messages at most 30 characters each.</param>
/// <param name="Text">The same as one text, for ways without templates and for sending it by hand.</param>
public sealed record OutsideLetter(string To, string Template, IReadOnlyDictionary<string, string> Values, string Text);

/// <summary>What came of one try.</summary>
public enum SendResult
{
    Sent,

    /// <summary>Nothing was wrong with the message: network, limits, the provider's own trouble. Tried again.</summary>
    Later,

    /// <summary>The provider will never take it: no such number, refused content, wrong keys.</summary>
    Never,

    /// <summary>This way is not set up: a person sends it.</summary>
    ByHand,
}

/// <param name="Problem">One Chinese sentence for whoever reads the list; empty when it was sent.</param>
public sealed record SendAnswer(SendResult Result, string Problem = "");

/// <summary>One way of telling people outside the product. Real ones speak to a provider over HTTP; the default gives it to a person.</summary>
public interface IOutsideChannel
{
    OutsideWay Way { get; }

    /// <summary>Messages in a second that the provider takes.</summary>
    int PerSecond { get; }

    /// <summary>One try. Failures of network and provider are answers, not exceptions.</summary>
    /// <param name="id">Equal for each try of the same message.</param>
    Task<SendAnswer> SendAsync(Guid id, OutsideLetter letter, CancellationToken cancel);

    /// <summary>A picture's address that lets people scan themselves into the provider's own chat group, where it has such.</summary>
    /// <param name="name">What the group is called: 38号楼楼组群.</param>
    Task<Outcome<Uri>> GroupLinkAsync(string name, CancellationToken cancel) =>
        Task.FromResult<Outcome<Uri>>(new No("这个渠道没有群；请用楼组群自己的二维码。"));
}
