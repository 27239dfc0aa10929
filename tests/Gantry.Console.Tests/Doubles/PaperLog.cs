using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Usages;

namespace Gantry.Console.Tests.Doubles;

/// <summary>A gateway that nobody has used, without teams.</summary>
internal sealed class PaperLog : IUsageAdmin, IUsageExports, IMyTeams
{
    private static readonly UsdAmount Nothing = new("0.00", 0);

    public Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation) => Task.FromResult(new Page<RecordView>([], null));

    public Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation) => Task.FromResult(new UsageSums(
        default, default, query.GroupBy, [], new SumView { Requests = 0, Usage = new UsageBuckets(), Cost = Nothing, Charged = Nothing, Overrun = Nothing, Refunded = Nothing }));

    public Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation) => throw RefusedException.Missing("request");

    public async Task WriteAsync(IActor who, bool everybody, RecordQuery query, string format, Func<string, string, Stream> open, CancellationToken cancellation) =>
        await open($"usage.{format}", "text/plain").WriteAsync("nothing\n"u8.ToArray(), cancellation);

    public Task<Page<MyTeamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation) => Task.FromResult(new Page<MyTeamView>([], null));

    public Task LeaveAsync(IActor who, Guid team, CancellationToken cancellation) => throw RefusedException.Missing("team");
}
