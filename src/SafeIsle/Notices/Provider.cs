using System.Text.Json;

namespace SafeIsle.Notices;

/// <summary>What every provider may do to us, as answers.</summary>
internal static class Provider
{
    /// <param name="name">As the sentence calls it: 短信平台.</param>
    public static async Task<SendAnswer> TryAsync(Func<Task<SendAnswer>> send, string name, CancellationToken cancel)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded)
        {
            return new(SendResult.Later, $"连不上{name}，稍后自动再发。");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(SendResult.Later, $"{name}太久没有回答，稍后自动再发。");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or NotSupportedException or InvalidOperationException)
        {
            // Too long, no JSON, or in a charset that there is not.
            return new(SendResult.Later, $"{name}的回答读不懂，稍后自动再发。");
        }
    }
}
