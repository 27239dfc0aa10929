namespace Gantry.Billing.Payments;

/// <summary>Says in the log what a report did. Ids and our own words only: a line stays below a kilobyte whatever was sent.</summary>
internal static partial class PaymentLog
{
    public static void Write(ILogger log, PaymentReport report, PaymentOutcome outcome)
    {
        if (outcome.IsAlarm) Alarm(log, report.EventId, report.Type, outcome.OrderId, outcome.Result, outcome.Note);
        else Done(log, IsNews(outcome.Result) ? LogLevel.Information : LogLevel.Debug, report.EventId, report.Type, outcome.OrderId, outcome.Result);
    }

    private static bool IsNews(PaymentResult result) => result is not (PaymentResult.Repeated or PaymentResult.Unchanged);

    [LoggerMessage(EventId = 2, Message = "Payment event {Event} ({Type}) of order {Order}: {Result}")]
    private static partial void Done(ILogger log, LogLevel level, string @event, string type, Guid? order, PaymentResult result);

    [LoggerMessage(1, LogLevel.Error, "Payment event {Event} ({Type}) of order {Order} needs a person: {Result}, {Note}")]
    private static partial void Alarm(ILogger log, string @event, string type, Guid? order, PaymentResult result, string? note);
}
