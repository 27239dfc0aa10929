using Gantry.Billing;
using Gantry.Routing.Health;

namespace Gantry.Tests.Routing.Health;

/// <summary>
/// Requests through a board and a budget as the relay has them: candidates in an order that turns, those first that admit, a retry only where the
/// budget gives it. Requests of one wave begin together and each attempt of theirs in step, so that none learns from the others in time.
/// </summary>
internal sealed class PoolSimulation(int seed, params double[] failureRates)
{
    private const string Pool = "group/model";

    private readonly Random _random = new(seed);
    private readonly FakeTime _time = new();
    private readonly RetryBudgets _budgets = new();
    private HealthBoard? _board;
    private int _turn;

    public int Requests { get; private set; }

    public int Attempts { get; private set; }

    public int Served { get; private set; }

    public int MostAttempts { get; private set; }

    public double[] FailureRates { get; } = failureRates;

    private HealthBoard Board => _board ??= new HealthBoard(_time);

    public void ForgetCounts() => (Requests, Attempts, Served, MostAttempts) = (0, 0, 0, 0);

    /// <param name="requests">How many in all.</param>
    /// <param name="concurrency">How many at once.</param>
    /// <param name="gap">Between waves.</param>
    public void Run(int requests, int concurrency, TimeSpan gap)
    {
        for (var done = 0; done < requests; done += concurrency)
        {
            Wave(Math.Min(concurrency, requests - done));
            _time.Advance(gap);
        }
    }

    private void Wave(int size)
    {
        var running = new List<Request>();
        for (var next = 0; next < size; next++)
        {
            _budgets.NoteRequest(Pool);
            Requests++;
            running.Add(new Request(_turn++));
        }

        for (var attempt = 1; running.Count > 0; attempt++)
        {
            var tickets = running.ConvertAll(request => (Request: request, Ticket: Begin(request)));
            MostAttempts = Math.Max(MostAttempts, attempt);
            running.Clear();
            foreach (var (request, ticket) in tickets)
            {
                Attempts++;
                request.Tried.Add(ticket.Target);
                var served = _random.NextDouble() >= FailureRates[int.Parse(ticket.Target.Upstream)];
                Board.End(ticket, served ? AttemptOutcome.Served : AttemptOutcome.UpstreamFailed);
                if (served)
                {
                    Served++;
                    _budgets.NoteAnswer(Pool);
                }
                else if (_budgets.TryRetry(Pool, attempt, unproven: !Board.Look(Next(request)).FailedLast))
                {
                    running.Add(request);
                }
            }
        }
    }

    private HealthTicket Begin(Request request)
    {
        var target = Next(request);
        return Board.TryBegin(target, out var ticket) ? ticket : Board.Begin(target);
    }

    /// <summary>Those that admit before those that do not, the least tried first, then in turn. Where nobody admits, somebody is asked all the same.</summary>
    private RouteTarget Next(Request request) => Enumerable.Range(0, FailureRates.Length)
        .Select(offset => new RouteTarget(((request.First + offset) % FailureRates.Length).ToString(), Guid.Empty, "m"))
        .OrderBy(target => Board.Look(target).Admits ? 0 : 1)
        .ThenBy(target => request.Tried.Count(tried => tried == target))
        .First();

    private sealed record Request(int First)
    {
        public List<RouteTarget> Tried { get; } = [];
    }
}
