namespace Gantry.Contracts.Manage.Alerts;

/// <summary>Which alerts are asked for.</summary>
public sealed record AlertListQuery : PageQuery
{
    /// <summary>Only those whose condition still holds.</summary>
    public bool OpenOnly { get; init; }
}
