using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

public enum QueueAct : byte
{
    /// <summary>A new order, behind all others at its price.</summary>
    Add,

    /// <summary>Other terms: it keeps its place where its price stays and its size does not grow.</summary>
    Change,

    /// <summary>So much of it is taken back; it keeps its place.</summary>
    Reduce,

    /// <summary>All of it is taken back.</summary>
    Delete,

    /// <summary>So much of it was traded.</summary>
    Execute,
}

/// <summary>What happened to one order of a book. Side and price count where it is added or changed; the size is what the act says.</summary>
public readonly record struct QueueChange(QueueAct Act, UInt128 Order, Side Side, Price Price, Quantity Size)
{
    public static QueueChange Add(UInt128 order, Side side, Price price, Quantity size) => new(QueueAct.Add, order, side, price, size);

    public static QueueChange Change(UInt128 order, Side side, Price price, Quantity size) => new(QueueAct.Change, order, side, price, size);

    public static QueueChange Reduce(UInt128 order, Quantity by) => new(QueueAct.Reduce, order, default, default, by);

    public static QueueChange Delete(UInt128 order) => new(QueueAct.Delete, order, default, default, default);

    public static QueueChange Execute(UInt128 order, Quantity size) => new(QueueAct.Execute, order, default, default, size);
}

/// <summary>An order that rests in a book.</summary>
public readonly record struct RestingOrder(UInt128 Order, Side Side, Price Price, Quantity Size);
