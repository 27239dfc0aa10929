namespace Gantry.Billing.Payments;

/// <summary>Says in the log what a report did. Ids and our own words only: a line stays below a kilobyte whatever was sent.</summary>
internal static partial class PaymentLog
{
    public static void Write(ILogger log, PaymentReport report, PaymentOutcome outcome)
    {
        if (outcome.IsAlarm) Alarm(log, report.EventId, report.Type, outcome.OrderId, outcome.Result, outcome.Note);
        else Done(log, report.EventId, report.Type, outcome.OrderId, outcome.Result);
    }

    [LoggerMessage(LogLevel.Information, "Payment event {Event} ({Type}) of order {Order}: {Result}")]
    private static partial void Done(ILogger log, string @event, string type, Guid? order, PaymentResult result);

    [LoggerMessage(LogLevel.Error, "Payment event {Event} ({Type}) of order {Order} needs a person: {Result}, {Note}")]
    private static partial void Alarm(ILogger log, string @event, string type, Guid? order, PaymentResult result, string? note);
}
