using Gantry.Contracts.Status;

namespace Gantry.Management.Status;

/// <summary>What a number of answers and faults means.</summary>
internal static class HealthVerdict
{
    private const double Operational = 0.95;
    private const double Down = 0.5;

    // One or two that fail may be anybody's bad luck.
    private const long LeastForDown = 3;

    public static double? Share(long completed, long faults) => completed + faults == 0 ? null : (double)completed / (completed + faults);

    public static HealthState Of(long completed, long faults) => Share(completed, faults) switch
    {
        null => HealthState.NoTraffic,
        >= Operational => HealthState.Operational,
        < Down when completed + faults >= LeastForDown => HealthState.Down,
        _ => HealthState.Degraded,
    };
}
