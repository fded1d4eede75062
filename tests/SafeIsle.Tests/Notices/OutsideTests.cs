using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Notices;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Notices;

/// <summary>The product with both ways set up against a provider on loopback.</summary>
public sealed class OutsideApp : TestApp, IAsyncLifetime
{
    public FakeProvider Provider { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["SAFEISLE_SMS_URL"] = new Uri(Provider.Address, "/sms").ToString(),
        ["SAFEISLE_SMS_KEY"] = FakeProvider.SmsKey,
        ["SAFEISLE_SMS_PER_SECOND"] = "5",
        ["SAFEISLE_WECOM_URL"] = new Uri(Provider.Address, "/cgi-bin/").ToString(),
        ["SAFEISLE_WECOM_CORP"] = FakeProvider.Corp,
        ["SAFEISLE_WECOM_SECRET"] = FakeProvider.Secret,
        ["SAFEISLE_WECOM_AGENT"] = FakeProvider.Agent.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Provider = await FakeProvider.StartAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Provider.DisposeAsync();
    }
}

public sealed class OutsideTests(OutsideApp app) : IClassFixture<OutsideApp>
{
    private static readonly string Desk = $"/desk/{Cast.Home}/outside";

    [Fact]
    public async Task A_short_message_goes_out_by_its_template()
    {
        var id = await QueueAsync(OutsideWay.Sms, "14200000001", "第2轮核酸");
        await EndsAsync(id, OutsideState.Sent);
        var sent = app.Provider.Sms.Single(m => m.GetProperty("id").GetString() == id.ToString("N"));
        sent.GetProperty("phone").GetString().ShouldBe("14200000001");
        sent.GetProperty("template").GetString().ShouldBe("notice");
        sent.GetProperty("values").GetProperty("title").GetString().ShouldBe("第2轮核酸");
    }

    [Fact]
    public async Task Trouble_is_tried_again_under_the_same_id_and_then_given_to_a_person()
    {
        foreach (var _ in Enumerable.Range(0, OutsideSender.Pauses.Count + 1))
        {
            app.Provider.Trouble.Enqueue(503);
        }

        var id = await QueueAsync(OutsideWay.Sms, "14200000002", "停水通知");
        for (var i = 0; i < OutsideSender.Pauses.Count; i++)
        {
            await UntilAsync(id, m => m.Tries == i + 1 && m.State == OutsideState.Waiting);
            app.Clock.Advance(OutsideSender.Pauses[i]);
            Sender.Wake();
        }

        var dead = await EndsAsync(id, OutsideState.Dead);
        dead.Problem.ShouldContain("HTTP 503");
        app.Provider.Sms.Count(m => m.GetProperty("id").GetString() == id.ToString("N")).ShouldBe(OutsideSender.Pauses.Count + 1);

        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk);
        director.Text.ShouldContain("停水通知");
        director.Text.ShouldNotContain("14200000002");
        await director.PostAsync($"{Desk}/{id}/again");
        await EndsAsync(id, OutsideState.Sent);
        await director.OpenAsync(Desk + "?show=sent");
        director.Text.ShouldContain("停水通知");
    }

    [Fact]
    public async Task What_the_gateway_never_takes_is_not_tried_again()
    {
        app.Provider.Trouble.Enqueue(4001);
        var id = await QueueAsync(OutsideWay.Sms, "14200000003", "配药已到");
        var dead = await EndsAsync(id, OutsideState.Dead);
        (dead.Tries, dead.Problem).ShouldBe((1, "短信平台说：号码不存在（4001）。"));
    }

    [Theory]
    [InlineData("14200000051 是空号", "*** 是空号")]
    [InlineData("+86 142-0000-0051 refused, 14200000051", "+*** refused, ***")]
    [InlineData("number 8614200000051, trace 20260323", "number ***, trace ***")]
    [InlineData("limit 100000 a day", "limit 100000 a day")]
    public async Task A_number_that_the_provider_repeats_is_not_kept(string said, string kept)
    {
        app.Provider.Strange.Enqueue(Results.Json(new { code = 4001, message = said }));
        (await EndsAsync(await QueueAsync(OutsideWay.Sms, "14200000051", "空号"), OutsideState.Dead)).Problem.ShouldBe($"短信平台说：{kept}（4001）。");
    }

    [Theory]
    [InlineData("long", "读不懂")]
    [InlineData("charset", "读不懂")]
    [InlineData("utf-7", "读不懂")]
    [InlineData("redirect", "HTTP 302")]
    public async Task A_strange_answer_is_an_answer(string kind, string says)
    {
        app.Provider.Strange.Enqueue(kind switch
        {
            "long" => Results.Json(new { code = 0, message = new string('x', 100_000) }),
            "charset" => Results.Bytes("""{"code":0}"""u8.ToArray(), "application/json; charset=none-such"),
            "utf-7" => Results.Bytes("""{"code":0}"""u8.ToArray(), "application/json; charset=utf-7"),
            _ => Results.Redirect(new Uri(app.Provider.Address, "/elsewhere").ToString()),
        });
        var id = await QueueAsync(OutsideWay.Sms, "14200000061", "怪回答");
        (await UntilAsync(id, m => m.Tries == 1 && m.State == OutsideState.Waiting)).Problem.ShouldContain(says);
        app.Clock.Advance(OutsideSender.Pauses[0]);
        Sender.Wake();
        await EndsAsync(id, OutsideState.Sent);
    }

    [Fact]
    public async Task A_message_of_wecom_goes_out_and_a_token_that_is_over_is_fetched_anew()
    {
        await EndsAsync(await QueueAsync(OutsideWay.WeCom, "doctor-lin", "有发热报告"), OutsideState.Sent);
        var body = app.Provider.WeCom.Single(m => m.GetProperty("touser").GetString() == "doctor-lin");
        body.GetProperty("agentid").GetInt32().ShouldBe(FakeProvider.Agent);
        body.GetProperty("text").GetProperty("content").GetString().ShouldBe("有发热报告");

        var before = app.Provider.Tokens;
        app.Provider.OldestGoodToken = before + 1;
        await EndsAsync(await QueueAsync(OutsideWay.WeCom, "doctor-lin2", "又有一条"), OutsideState.Sent);
        app.Provider.Tokens.ShouldBe(before + 1);

        (await EndsAsync(await QueueAsync(OutsideWay.WeCom, "gone", "没有这个人"), OutsideState.Dead)).Problem.ShouldContain("没有这个人");
    }

    [Fact]
    public async Task A_message_for_which_there_is_no_token_just_now_waits_and_wrong_keys_end_it_with_their_name()
    {
        app.Provider.OldestGoodToken = app.Provider.Tokens + 1;
        app.Provider.TokenTrouble.Enqueue(-1);
        var id = await QueueAsync(OutsideWay.WeCom, "doctor-busy", "正忙");
        (await UntilAsync(id, m => m.Tries == 1 && m.State is OutsideState.Waiting or OutsideState.Dead)).Problem.ShouldBe("企业微信说：no token（-1）。");
        app.Provider.WeCom.ShouldNotContain(m => m.GetProperty("touser").GetString() == "doctor-busy");
        app.Clock.Advance(OutsideSender.Pauses[0]);
        Sender.Wake();
        await EndsAsync(id, OutsideState.Sent);

        app.Provider.OldestGoodToken = app.Provider.Tokens + 1;
        app.Provider.TokenTrouble.Enqueue(40001);
        (await EndsAsync(await QueueAsync(OutsideWay.WeCom, "doctor-key", "密钥错"), OutsideState.Dead)).Problem.ShouldBe("企业微信说：no token（40001）。");
    }

    [Fact]
    public async Task A_letter_that_does_not_open_ends_where_a_person_sees_it_and_holds_up_no_other()
    {
        var broken = await QueueAsync(OutsideWay.Sms, "14200000031", "读不出来", letter => letter[^1] ^= 1);
        var other = await QueueAsync(OutsideWay.Sms, "14200000032", "读得出来");
        await EndsAsync(other, OutsideState.Sent);
        for (var i = 0; i < OutsideSender.Pauses.Count; i++)
        {
            await UntilAsync(broken, m => m.Tries == i + 1 && m.State == OutsideState.Waiting);
            app.Clock.Advance(OutsideSender.Pauses[i]);
            Sender.Wake();
        }

        await EndsAsync(broken, OutsideState.Dead);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk);
        director.Text.ShouldContain("读不出来");
    }

    [Fact]
    public async Task Wecom_gives_a_picture_that_leads_into_its_group()
    {
        var weCom = app.Services.GetServices<IOutsideChannel>().Single(c => c.Way == OutsideWay.WeCom);
        (await weCom.GroupLinkAsync("38号楼楼组群", default)).Value.ShouldBe(new Uri("https://example.invalid/qr/way-1"));
        var sms = app.Services.GetServices<IOutsideChannel>().Single(c => c.Way == OutsideWay.Sms);
        (await sms.GroupLinkAsync("38号楼楼组群", default)).Refused.ShouldBeTrue();
    }

    [Fact]
    public async Task Sending_keeps_to_the_rate_of_the_provider()
    {
        var begun = TimeProvider.System.GetTimestamp();
        var ids = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await QueueAsync(OutsideWay.Sms, $"142000001{i:00}", "一批"));
        }

        foreach (var id in ids)
        {
            await EndsAsync(id, OutsideState.Sent);
        }

        // Twelve at five a second: five at once, the last two after two seconds more.
        TimeProvider.System.GetElapsedTime(begun).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task Others_see_nothing_of_it()
    {
        var id = await QueueAsync(OutsideWay.Sms, "14200000009", "别人看不到");
        using var neighbour = await app.AsAsync("neighbour");
        (await neighbour.OpenAsync(Desk)).ShouldBe(System.Net.HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Desk)).ShouldBe(System.Net.HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Desk);
        (await director.PostAsync($"{Desk}/{Guid.CreateVersion7()}/show")).ShouldBe(System.Net.HttpStatusCode.NotFound);
        await EndsAsync(id, OutsideState.Sent);
    }

    private OutsideSender Sender => app.Services.GetRequiredService<OutsideSender>();

    private async Task<Guid> QueueAsync(OutsideWay way, string to, string title, Action<byte[]>? damage = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var letter = new OutsideLetter(to, "notice", new Dictionary<string, string> { ["title"] = title }, title);
        scope.ServiceProvider.GetRequiredService<Outside>().Add(db, write, Cast.Home, Actor.System, way, title, "2单元501室 王*", letter);
        var message = db.ChangeTracker.Entries<OutsideMessage>().Single().Entity;
        damage?.Invoke(message.ContentSealed);
        write.Record(Cast.Home, "test.queue", message.Id, "测试消息");
        await write.CommitAsync();
        return message.Id;
    }

    private Task<OutsideMessage> EndsAsync(Guid id, OutsideState state) => UntilAsync(id, m => m.State == state);

    private async Task<OutsideMessage> UntilAsync(Guid id, Func<OutsideMessage, bool> holds)
    {
        for (var i = 0; i < 300; i++)
        {
            var message = await app.InDbAsync(db => db.OutsideMessages.SingleAsync(m => m.Id == id));
            if (holds(message))
            {
                return message;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException((await app.InDbAsync(db => db.OutsideMessages.SingleAsync(m => m.Id == id))).State.ToString());
    }
}

/// <summary>Nothing is set up: a person tells, and says so.</summary>
public sealed class OutsideByHandTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string Desk = $"/desk/{Cast.Home}/outside";

    [Fact]
    public async Task Without_a_provider_the_message_waits_for_a_person()
    {
        Guid id;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            var letter = new OutsideLetter("14200000011", "notice", new Dictionary<string, string>(), "请下楼做核酸");
            scope.ServiceProvider.GetRequiredService<Outside>().Add(db, write, Cast.Home, Actor.System, OutsideWay.Sms, "第1轮核酸", "1单元101室 李*", letter);
            id = db.ChangeTracker.Entries<OutsideMessage>().Single().Entity.Id;
            write.Record(Cast.Home, "test.queue", id, "测试消息");
            await write.CommitAsync();
        }

        using var director = await app.AsAsync("director");
        for (var i = 0; i < 100 && !director.Text.Contains("请手工告知", StringComparison.Ordinal); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            await director.OpenAsync(Desk);
        }

        director.Text.ShouldNotContain("14200000011");
        await director.PostAsync($"{Desk}/{id}/show");
        director.Text.ShouldContain("14200000011");
        director.Text.ShouldContain("请下楼做核酸");
        await director.PostAsync($"{Desk}/{id}/handed");
        director.Text.ShouldContain("已手工告知");
        await director.PostAsync($"{Desk}/{id}/drop");
        director.Text.ShouldContain("已经有人处理过了");
        (await app.InDbAsync(db => db.OutsideMessages.SingleAsync(m => m.Id == id))).State.ShouldBe(OutsideState.Handed);
    }

    [Theory]
    [InlineData("SAFEISLE_SMS_URL", "http://127.0.0.1:1/", "SAFEISLE_SMS_KEY")]
    [InlineData("SAFEISLE_WECOM_CORP", "corp", "SAFEISLE_WECOM_SECRET")]
    [InlineData("SAFEISLE_SMS_PER_SECOND", "0", "1 到 1000")]
    public void Half_a_setting_is_refused_in_a_sentence(string name, string value, string says)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { [name] = value };
        ChannelSettings.From(configuration).Refusal.ShouldNotBeNull().ShouldContain(says);
    }
}
