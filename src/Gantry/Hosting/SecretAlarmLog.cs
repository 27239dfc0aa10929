using Gantry.Secrets;

namespace Gantry.Hosting;

/// <summary>Says at the start, and every hour, which secrets the server runs without.</summary>
internal sealed partial class SecretAlarmLog(SecretAlarm alarm, TimeProvider time, ILogger<SecretAlarmLog> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!alarm.Rings) return;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            foreach (var sentence in alarm.Sentences) Rings(sentence);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Critical, "{Alarm}")]
    private partial void Rings(string alarm);
}
