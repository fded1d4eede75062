using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Print;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Tables;

/// <summary>All rosters of a compound, or of the community, as one PDF; made by a job, because it may take seconds.</summary>
internal static class PrintRosters
{
    private const string Kind = "rosters";

    /// <summary>About 1,000 pages; more is printed compound by compound.</summary>
    private const int MostPeople = 30_000;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/desk/{community:long}/tables/rosters", StartAsync).May(Role.Committee);

    private static async Task<IResult> StartAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, JobQueue jobs, PublicAddress address, CancellationToken cancel)
    {
        var back = $"/desk/{community}/tables";
        if (PrintLibraries.Problem is { } problem)
        {
            return http.Refused(back, problem);
        }

        var compound = form.Id("compound");
        var wanted = Buildings(db, community, compound).Within(me).Select(b => b.Id);
        if (await db.People.CountAsync(p => p.CommunityId == community && p.ClosedAt == null && wanted.Contains(p.BuildingId), cancel) > MostPeople)
        {
            return http.Refused(back, $"一次最多打印 {MostPeople} 人的楼组表，请按小区分别打印。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var input = new Input(compound, address.Of(http.Request));
        var job = jobs.Add(write, me, community, Kind, "打印全部楼组表", JsonSerializer.Serialize(input));
        await write.CommitAsync(cancel);
        return http.Done(JobRoutes.Path(community, job.Id), "已开始生成楼组表。");
    }

    private static IQueryable<Building> Buildings(Db db, long community, Guid? compound) =>
        db.Buildings.Where(b => b.CommunityId == community && (compound == null || b.CompoundId == compound));

    /// <summary>What the job must know.</summary>
    private sealed record Input(Guid? Compound, string Address);

    /// <summary>Reads the rosters as the person who asked may see them, and prints them.</summary>
    internal sealed class Handler(Db db, RosterQuery query) : JobHandler
    {
        public override string Kind => PrintRosters.Kind;

        public override async Task<Outcome<JobResult>> RunAsync(JobContext job, CancellationToken cancel)
        {
            var community = job.Job.CommunityId;
            var input = JsonSerializer.Deserialize<Input>(job.Job.Input)!;
            if (await Me.LoadAsync(db, job.Job.ById, stamp: null, cancel) is not { } me || !me.Keeps(community))
            {
                return new No("您在这个社区的权限已经收回，没有生成楼组表。");
            }

            var rosters = (await query.OfAsync(me, community, Buildings(db, community, input.Compound), cancel)).Where(r => r.Doors.Count > 0).ToList();
            if (rosters.Count == 0)
            {
                return new No("还没有登记房屋，没有楼组表可以打印。");
            }

            var people = rosters.Sum(r => r.People.Count());
            await db.RecordLookAsync(me.Actor, community, "roster.print", job.Job.Id, $"打印 {rosters.Count} 栋的楼组表，{people} 人的完整电话", cancel);
            var file = new MemoryStream();
            RosterPaper.Of(rosters, full: true, me.Name, input.Address).WriteTo(file, job.Report, cancel);
            return new JobResult($"{rosters.Count} 栋，{people} 人。", $"{rosters[0].Community}楼组表.pdf", "application/pdf", file.ToArray());
        }
    }
}
