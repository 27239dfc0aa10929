using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gantry.Bench.BytePaths;

/// <summary>Writing usage records down.</summary>
internal static class JournalPaths
{
    static readonly UsageRecord Record = new()
    {
        RequestId = "req_01jd5tq6x7m8n9p0q1r2s3t4v5",
        StartedAt = DateTimeOffset.UnixEpoch.AddDays(20_000).AddTicks(1234567),
        KeyId = new Guid("0198c2a4-7a53-7b11-8c11-0123456789ab"),
        AccountId = new Guid("0198c2a4-7a53-7b11-8c11-0123456789ac"),
        Group = "anthropic",
        Model = "claude-sonnet-4-5",
        Upstream = "sim",
        UpstreamModel = "claude-sonnet-4-5-20250929",
        CredentialId = new Guid("0198c2a4-7a53-7b11-8c11-0123456789ad"),
        Protocol = Protocol.Messages,
        Operation = Operation.Chat,
        Streamed = true,
        Status = 200,
        Outcome = UsageOutcome.Completed,
        Usage = new Usage { UncachedInput = 1_200, CacheRead = 80_000, CacheWrite5m = 900, Output = 740, Reasoning = 200 },
        UsageSource = UsageSource.Reported,
        StopReason = "end_turn",
        UpstreamResponseId = "msg_01XFDUDYJgAACzvnptvVoYEL",
        FirstContentMicros = 812_000,
        DurationMicros = 14_200_000,
        Attempts = 1,
        RequestBytes = 412_345,
        ResponseBytes = 52_100,
    };

    static readonly UsageRecord Dispatched = Record with
    {
        UsageSource = UsageSource.Estimated,
        StopReason = null,
        UpstreamResponseId = null,
        Charge = new UsageCharge
        {
            WalletId = new Guid("0198c2a4-7a53-7b11-8c11-0123456789ae"),
            AllowanceId = new Guid("0198c2a4-7a53-7b11-8c11-0123456789af"),
            Run = 17,
            HoldNanos = 96_480_000,
            PriceVersion = "claude-sonnet-4-5@0198c2a47a537b11",
            MultiplierPpm = 1_000_000,
        },
    };

    public static IReadOnlyList<BytePath> All { get; } =
    [
        new("journal/encode", 2_000, static () => new(static () => Check(JournalFrame.Encode(Record).Length > 0))),
        new("journal/decode", 2_000, Decode),
        new("journal/append", 2_000, Append),
        new("journal/dispatch", 2_000, Dispatch),
        new("journal/progress", 20_000, Progress),
        new("journal/dispatch-and-end", 2_000, DispatchAndEnd),
    ];

    static BytePathRun Decode()
    {
        var frame = JournalFrame.Encode(Record).ToArray();
        return new(() => Check(JournalFrame.Decode(JournalFrame.Payload(frame)).Record is not null));
    }

    static BytePathRun Append() => Open(static journal =>
    {
        var entry = Done(journal.AppendAsync(Record));
        journal.Acknowledge([entry]);
    });

    static BytePathRun Dispatch() => Open(static journal => Check(!Done(journal.DispatchAsync(Dispatched)).Ended));

    static BytePathRun Progress()
    {
        DispatchTicket? ticket = null;
        return Open(journal =>
        {
            ticket ??= Done(journal.DispatchAsync(Dispatched));
            var progress = journal.ProgressAsync(ticket, new UsageProgress(Record.RequestId, Record.Usage, ContentSeen: true));
            Check(progress.IsCompletedSuccessfully);
        });
    }

    static BytePathRun DispatchAndEnd() => Open(static journal =>
    {
        var ticket = Done(journal.DispatchAsync(Dispatched));
        var entry = Done(journal.AppendAsync(Record, ticket));
        journal.Acknowledge([entry]);
    });

    static BytePathRun Open(Action<UsageJournal> once)
    {
        var folder = Directory.CreateTempSubdirectory("gantry-bench-");
        var time = new HeldTime(rings: true);
        var journal = new UsageJournal(folder.FullName, time, NullLogger<UsageJournal>.Instance);
        return new(
            () => once(journal),
            () =>
            {
                journal.Dispose();
                folder.Delete(recursive: true);
            },
            () => time.Advance(TimeSpan.FromSeconds(1)));
    }

    // One caller: it writes on its own thread, so that the task is complete when it comes back.
    static T Done<T>(ValueTask<T> append)
    {
        Check(append.IsCompletedSuccessfully);
        return append.GetAwaiter().GetResult();
    }

    static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The journal did not do its work.");
        }
    }
}
