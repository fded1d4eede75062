namespace SafeIsle.Notices;

/// <summary>The way as long as none is set up: the message waits in the list for a person.</summary>
internal sealed class ByHand(OutsideWay way) : IOutsideChannel
{
    public OutsideWay Way => way;

    public int PerSecond => 1_000;

    public Task<SendAnswer> SendAsync(Guid id, OutsideLetter letter, CancellationToken cancel) =>
        Task.FromResult(new SendAnswer(SendResult.ByHand, "没有配置这个渠道，请用手机或对讲告诉对方，再点“已手工告知”。"));
}
