using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Gates;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Gates;
using static SafeIsle.Tests.Gates.GateCast;

namespace SafeIsle.Tests.Platform;

/// <summary>A write that another one keeps waiting for too long, or that finds its place taken.</summary>
public sealed class BusyTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Whoever_waits_too_long_for_the_database_is_asked_to_try_again()
    {
        using var director = await app.AsAsync("director");
        await app.GateAsync(director, "空闲门");
        await director.OpenAsync(Desk + "/gates/new");
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using (await db.BeginWriteAsync(Actor.System, default))
        {
            if (TestApp.OnPostgres)
            {
                await db.Database.ExecuteSqlRawAsync("LOCK TABLE gate IN EXCLUSIVE MODE");
            }

            (await director.SubmitAsync("/gates/new", ("name", "等待门"), ("kind", "Post"), ("compound", app.Cast.Compound.ToString()))).ShouldBe(HttpStatusCode.ServiceUnavailable);
            director.Text.ShouldContain("请过半分钟再试");
        }

        (await app.InDbAsync(all => all.Gates.AnyAsync(g => g.Name == "等待门"))).ShouldBeFalse();
        await director.OpenAsync(Desk + "/gates/new");
        await director.SubmitAsync("/gates/new", ("name", "等待门"), ("kind", "Post"), ("compound", app.Cast.Compound.ToString()));
        director.Text.ShouldContain("已添加等待门");
    }

    [Fact]
    public async Task Whoever_finds_the_place_taken_where_nobody_thought_of_it_is_told_so()
    {
        using var director = await app.AsAsync("director");
        var gate = await app.GateAsync(director, "先来门");
        await director.OpenAsync($"{Desk}/gates/{gate}");
        await app.InDbAsync(db => db.Database.ExecuteSqlRawAsync("CREATE UNIQUE INDEX one_of_a_reason ON gate_change (why) WHERE why = '夜间关闭'"));
        (await director.SubmitAsync($"/gates/{gate}", ("why", "夜间关闭"), ("decidedBy", "街道指挥部"))).ShouldBe(HttpStatusCode.OK);
        var other = await app.GateAsync(director, "后到门");
        await director.OpenAsync($"{Desk}/gates/{other}");
        (await director.SubmitAsync($"/gates/{other}", ("why", "夜间关闭"), ("decidedBy", "街道指挥部"))).ShouldBe(HttpStatusCode.Conflict);
        director.Text.ShouldContain("别人刚保存了同一处");
        (await app.InDbAsync(db => db.Gates.SingleAsync(g => g.Id == other))).IsOpen.ShouldBeTrue();
    }
}
