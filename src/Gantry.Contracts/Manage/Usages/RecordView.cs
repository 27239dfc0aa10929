namespace Gantry.Contracts.Manage.Usages;

/// <summary>One request in the usage log.</summary>
public sealed record RecordView
{
    public required string RequestId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>What the account is called now; told to those alone who run the gateway.</summary>
    public string? AccountName { get; init; }

    public Guid? KeyId { get; init; }

    /// <summary>What the key is called now; null where there is none, or where it is gone.</summary>
    public string? KeyName { get; init; }

    public string? Group { get; init; }

    /// <summary>The public model id; the name asked for where no such model exists.</summary>
    public string? Model { get; init; }

    /// <summary>Who served it; told to those alone who run the gateway.</summary>
    public string? Upstream { get; init; }

    /// <inheritdoc cref="Upstream"/>
    public string? UpstreamModel { get; init; }

    public required string Protocol { get; init; }

    public required string Operation { get; init; }

    public required bool Streamed { get; init; }

    /// <summary>The HTTP status that the client got; 499 where it left before.</summary>
    public required int Status { get; init; }

    /// <summary><c>completed</c>, <c>failed</c>, <c>interrupted</c> or <c>client_left</c>.</summary>
    public required string Outcome { get; init; }

    public string? ErrorOrigin { get; init; }

    public string? ErrorCode { get; init; }

    public required UsageBuckets Usage { get; init; }

    /// <summary>What it cost by its price.</summary>
    public required UsdAmount Cost { get; init; }

    /// <summary>What the wallet paid.</summary>
    public required UsdAmount Charged { get; init; }

    /// <summary>What went back of it since.</summary>
    public required UsdAmount Refunded { get; init; }

    /// <summary>Until the first content of the answer; null where none came.</summary>
    public long? FirstContentMicros { get; init; }

    public required long DurationMicros { get; init; }

    /// <summary>How many times an upstream was tried.</summary>
    public required int Attempts { get; init; }
}
