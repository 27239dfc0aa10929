using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Tests.Billing;

/// <summary>Records to write.</summary>
internal static class UsageRecords
{
    static readonly string?[] Texts = [null, "", "gpt-5.1", "модель", "a \"quoted\"\n line\t\0", "👩‍🚀 model", "\u2028", "<script>&'+"];

    public static UsageRecord Numbered(int number) => new()
    {
        RequestId = Id(number),
        StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
        Model = "model-a",
        Upstream = "sim",
        Protocol = Protocol.Messages,
        Operation = Operation.Chat,
        Status = 200,
        Outcome = UsageOutcome.Completed,
        UsageSource = UsageSource.Reported,
        Usage = new Usage { UncachedInput = number, Output = 7 },
        Attempts = 1,
    };

    public static UsageCharge Charge { get; } = new()
    {
        WalletId = Guid.AllBitsSet,
        AllowanceId = Guid.AllBitsSet,
        Run = 3,
        HoldNanos = 5_000,
        CostNanos = 70,
        FromAllowanceNanos = 60,
        FromWalletNanos = 10,
        PriceVersion = "v1",
        MultiplierPpm = 1_000_000,
    };

    public static UsageProgress Progress(int number, long output) =>
        new(Id(number), new Usage { UncachedInput = number, Output = output }, ContentSeen: true);

    public static string Id(int number) => $"req_{number:D7}";

    public static string[] Ids(int from, int count) => [.. Enumerable.Range(from, count).Select(Id)];

    public static UsageRecord Any(int seed)
    {
        var random = new Random(seed);
        return new UsageRecord
        {
            RequestId = "req_" + random.NextInt64(),
            StartedAt = new DateTimeOffset(random.NextInt64(DateTimeOffset.UnixEpoch.Ticks, DateTime.MaxValue.Ticks / 2), TimeSpan.FromMinutes(random.Next(-600, 600))),
            KeyId = Maybe(random, Id),
            AccountId = Maybe(random, Id),
            Group = Text(random),
            Model = Text(random),
            Upstream = Text(random),
            UpstreamModel = Text(random),
            CredentialId = Maybe(random, Id),
            Protocol = Any<Protocol>(random),
            Operation = Any<Operation>(random),
            Streamed = random.Next(2) == 0,
            Status = random.Next(100, 600),
            Outcome = Any<UsageOutcome>(random),
            ErrorOrigin = Maybe(random, Any<ErrorOrigin>),
            ErrorCode = Text(random),
            Usage = new Usage
            {
                UncachedInput = Count(random), CacheRead = Count(random), CacheWrite5m = Count(random), CacheWrite1h = Count(random),
                Output = Count(random), Reasoning = Count(random), AudioInput = Count(random), ImageInput = Count(random),
                AudioOutput = Count(random), ImageOutput = Count(random), Images = Count(random), AudioSeconds = Count(random),
                WebSearches = Count(random),
            },
            UsageSource = Any<UsageSource>(random),
            StopReason = Text(random),
            UpstreamResponseId = Text(random),
            Losses = Text(random),
            Session = Text(random),
            FirstContentMicros = Maybe(random, Count),
            DurationMicros = Count(random),
            Attempts = random.Next(5),
            RequestBytes = Count(random),
            ResponseBytes = Count(random),
        };
    }

    /// <summary>One with a charge, as often as not, and with up to three attempts.</summary>
    public static UsageRecord Whole(int seed)
    {
        var random = new Random(seed);
        return Any(seed) with { Charge = random.Next(2) == 0 ? null : AnyCharge(random), Trail = [.. Enumerable.Range(1, random.Next(4)).Select(number => AnyAttempt(random, number))] };
    }

    static UsageCharge AnyCharge(Random random) => new()
    {
        WalletId = Id(random),
        AllowanceId = Maybe(random, Id),
        Run = Count(random),
        HoldNanos = Count(random),
        CostNanos = Count(random),
        FromAllowanceNanos = Count(random),
        FromWalletNanos = Count(random),
        PriceVersion = Text(random) ?? "v1",
        MultiplierPpm = Count(random),
        Tier = Any<ServiceTier>(random),
        Variant = Text(random),
        Policy = Any<CancelPolicy>(random),
        Reason = Any<ChargeReason>(random),
    };

    static AttemptRecord AnyAttempt(Random random, int number) => new()
    {
        Id = Id(random),
        Number = number,
        Upstream = Text(random) ?? "",
        UpstreamModel = Text(random) ?? "m",
        CredentialId = Maybe(random, Id),
        Status = random.Next(2) == 0 ? 0 : random.Next(100, 600),
        Usage = random.Next(2) == 0 ? default : new Usage { UncachedInput = Count(random), Output = Count(random), WebSearches = Count(random) },
        CostNanos = Count(random),
        CostStatus = Any<AttemptCostStatus>(random),
        Outcome = Any<AttemptOutcome>(random),
        Group = Text(random) ?? "",
        PriceVersion = Text(random),
        MultiplierPpm = Count(random),
        StartedMicros = Count(random),
        DurationMicros = Count(random),
    };

    static string? Text(Random random) => Texts[random.Next(Texts.Length)];

    static long Count(Random random) => random.Next(3) == 0 ? 0 : random.NextInt64(long.MaxValue);

    static T Any<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    static T? Maybe<T>(Random random, Func<Random, T> make)
        where T : struct => random.Next(2) == 0 ? null : make(random);

    static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
